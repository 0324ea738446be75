import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { renderJunit } from '../../../shared/report/junit.ts';
import { renderOpenMetrics } from '../../../shared/report/open-metrics.ts';
import * as gallery from '../../gallery/states.ts';
import { makeRecord } from '../../gallery/states.ts';
import { arbitraryRecord } from './arbitrary-record.ts';
import { readMarkup } from './markup.ts';

describe('JUnit', () => {
  const markup = readMarkup(renderJunit([gallery.data, gallery.worseGate, gallery.undecidedGate]));
  const suites = markup.tags.filter(({ name }) => name === 'testsuite');

  test('counts what failed and skips what is undecided', () => {
    expect(suites.map(({ attributes }) => [attributes.name, attributes.tests])).toEqual([
      ['flights: Data', '1'],
      ['flights: Gate', '6'],
      ['flights: Gate', '3'],
    ]);
    expect(suites.map(({ attributes }) => attributes.failures)).toEqual(['0', '3', '0']);
    expect(suites.map(({ attributes }) => attributes.skipped)).toEqual(['0', '1', '3']);
    const [all] = markup.tags;
    expect(all?.attributes).toMatchObject({
      tests: '10',
      failures: '3',
      errors: '0',
      skipped: '4',
    });
  });

  test('a failure says what a person needs', () => {
    const messages = markup.tags
      .filter(({ name }) => name === 'failure')
      .map(({ attributes }) => attributes.message);
    expect(messages).toContain(
      'AUC fell by 0.0209 (95 % interval −0.0236 to −0.0182); at most 0.0020 is allowed. (mlops.yml:14)',
    );
  });

  test('is well formed for any records', () => {
    fc.assert(
      fc.property(fc.array(arbitraryRecord(), { maxLength: 2 }), (records) => {
        expect(readMarkup(renderJunit(records)).unbalanced).toEqual([]);
      }),
      { seed: 11, numRuns: 15 },
    );
  });
});

/** The grammar of OpenMetrics 1.0 as far as gauges need it. */
const line =
  /^(?:# TYPE [a-z_][a-z0-9_]* gauge|# UNIT [a-z_][a-z0-9_]* [a-z]+|# HELP [a-z_][a-z0-9_]* (?:[^\\\n]|\\[\\n"])*|[a-z_][a-z0-9_]*\{(?:[a-z_]+="(?:[^"\\\n]|\\[\\"n])*",?)*\} -?(?:\d[\d.]*(?:e[+-]?\d+)?))$/u;

describe('OpenMetrics', () => {
  test('has the metrics of a gate with baseline and interval', () => {
    const lines = renderOpenMetrics([gallery.gate]).split('\n');
    expect(lines).toContain('# TYPE mlops_auc gauge');
    expect(lines).toContain('mlops_auc{model="flights",step="evaluate-gate"} 0.6732');
    expect(lines).toContain('mlops_auc_baseline{model="flights",step="evaluate-gate"} 0.6611');
    expect(lines).toContain('mlops_log_loss_high{model="flights",step="evaluate-gate"} -0.0064');
    expect(lines).toContain('mlops_verdict{model="flights",step="evaluate-gate",verdict="pass"} 1');
    expect(lines).toContain('mlops_verdict{model="flights",step="evaluate-gate",verdict="fail"} 0');
  });

  test('what could not be computed is absent, not zero', () => {
    const record = makeRecord({ step: 'evaluate-gate', metrics: [{ name: 'auc', value: null }] });
    expect(renderOpenMetrics([record])).not.toContain('mlops_auc');
  });

  test('nothing at all is still a valid file', () => {
    expect(renderOpenMetrics([])).toBe('# EOF\n');
  });

  test('keeps the grammar, one block a family and no series twice, for any records', () => {
    fc.assert(
      fc.property(fc.array(arbitraryRecord(), { maxLength: 3 }), (records) => {
        const text = renderOpenMetrics(records);
        expect(text.endsWith('# EOF\n')).toBe(true);
        const lines = text.split('\n').slice(0, -2);
        expect(lines.filter((some) => !line.test(some))).toEqual([]);
        const types = lines.filter((some) => some.startsWith('# TYPE'));
        expect(new Set(types).size).toBe(types.length);
        const series = lines
          .filter((some) => !some.startsWith('#'))
          .map((some) => some.replace(/ \S+$/u, ''));
        expect(new Set(series).size).toBe(series.length);
      }),
      { seed: 12, numRuns: 20 },
    );
  });
});
