import type { Finding, Metric, StepRecord } from '../domain/record.ts';
import { stepTitles } from '../domain/step.ts';
import { xmlText } from './escape.ts';
import { formatNumber } from './format-number.ts';
import { scopeOf } from './key-fact.ts';
import { facts, messages } from './messages.ts';
import { metricTitle } from './wording.ts';

interface TestCase {
  name: string;
  /** undefined: it passed. */
  failure?: { kind: 'failure' | 'skipped'; message: string } | undefined;
  output?: string | undefined;
}

/**
 * Records as a JUnit report: a suite a step, with a case for its verdict, one a judged metric and
 * one a finding. What is inconclusive counts as skipped: it neither held nor failed. Warnings and
 * notes pass, with their message as output.
 */
export function renderJunit(records: readonly StepRecord[]): string {
  const suites = records.map((record) => ({ record, cases: casesOf(record) }));
  const all = suites.flatMap(({ cases }) => cases);
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="mlops-actions" ${totals(all)}>`,
    ...suites.map(({ record, cases }) => suite(record, cases)),
    '</testsuites>',
  ];
  return `${lines.join('\n')}\n`;
}

function suite(record: StepRecord, cases: readonly TestCase[]): string {
  const name = `${record.model}: ${stepTitles[record.step]}`;
  const seconds = Math.max(0, Date.parse(record.finished) - Date.parse(record.started)) / 1000;
  const className = xmlText(`${record.step}.${record.model}`);
  const time = `time="${seconds.toFixed(3)}" timestamp="${xmlText(record.started)}"`;
  return [
    `  <testsuite name="${xmlText(name)}" ${totals(cases)} ${time}>`,
    ...cases.map((test) => testCase(test, className)),
    '  </testsuite>',
  ].join('\n');
}

function totals(cases: readonly TestCase[]): string {
  const count = (kind: string): number =>
    cases.filter((test) => test.failure?.kind === kind).length;
  return `tests="${cases.length}" failures="${count('failure')}" errors="0" skipped="${count('skipped')}"`;
}

function testCase({ name, failure, output }: TestCase, className: string): string {
  const open = `    <testcase classname="${className}" name="${xmlText(name, 500)}"`;
  const inside = [
    failure && `      <${failure.kind} message="${xmlText(failure.message)}"/>`,
    output && `      <system-out>${xmlText(output)}</system-out>`,
  ].filter(Boolean);
  return inside.length === 0 ? `${open}/>` : [`${open}>`, ...inside, '    </testcase>'].join('\n');
}

function casesOf(record: StepRecord): TestCase[] {
  const verdict: TestCase = {
    name: 'verdict',
    failure: failureOf(record.verdict, record.summary),
    output: record.summary,
  };
  const metrics = record.metrics.filter((metric) => metric.verdict !== undefined);
  return [verdict, ...metrics.map(metricCase), ...record.findings.map(findingCase)];
}

function failureOf(verdict: StepRecord['verdict'], message: string): TestCase['failure'] {
  if (verdict === 'fail') return { kind: 'failure', message };
  return verdict === 'inconclusive' ? { kind: 'skipped', message } : undefined;
}

function metricCase(metric: Metric): TestCase {
  const name = [metricTitle(metric.name), scopeOf(metric)].filter(Boolean).join(' ');
  const { value, baseline, delta, low, high, unit, verdict = 'pass' } = metric;
  const parts = [
    facts.value(formatNumber(value, { unit })),
    typeof baseline === 'number' && facts.baseline(formatNumber(baseline, { unit })),
    typeof delta === 'number' && facts.change(formatNumber(delta, { unit, signed: true })),
    typeof low === 'number' &&
      typeof high === 'number' &&
      facts.withInterval(facts.range(formatNumber(low), formatNumber(high))),
  ];
  const output = `${messages.verdictWords[verdict]}: ${parts.filter(Boolean).join(', ')}`;
  return { name: `metric ${name}`, failure: failureOf(verdict, output), output };
}

function findingCase(finding: Finding): TestCase {
  const column = finding.column === undefined ? '' : ` in ${finding.column}`;
  const line = finding.line === undefined ? '' : `:${finding.line}`;
  const place = finding.file === undefined ? '' : ` (${finding.file}${line})`;
  const message = finding.message + place;
  return {
    name: `${finding.code}${column}`,
    failure: finding.severity === 'error' ? { kind: 'failure', message } : undefined,
    output: message,
  };
}
