import { describe, expect, test } from 'vitest';
import {
  comparePerformance,
  type Measured,
  type MeasuredSides,
  measuredRules,
  memoryRuns,
} from '../../../actions/evaluate-gate/models/performance.ts';
import type { MeasuredName } from '../../../shared/domain/measured-metric.ts';

const ramp = (size: number): Float64Array => Float64Array.from({ length: size }, (_, i) => i + 1);

const model: Measured = {
  size: 1000,
  memory: ramp(6),
  single: ramp(400),
  batch: ramp(25),
  batchRows: 50,
};
const alone: MeasuredSides = { challenger: model, champion: undefined, hasChampion: false };
const options = { level: 0.95, pricePerHour: undefined };

function compared(name: MeasuredName, sides: MeasuredSides = alone, rule = {}) {
  const [found] = comparePerformance([[name, { required: true, ...rule }]], sides, options);
  return found?.problem ?? found?.comparison;
}

describe('what is measured', () => {
  test('is a quantile between two order statistics', () => {
    expect(compared('latency-p99')).toEqual({
      challenger: { low: 392, estimate: 396, high: 400 },
      basis: { count: 400, unit: 'request' },
    });
    expect(compared('memory')).toMatchObject({ challenger: { low: 1, estimate: 3, high: 6 } });
    expect(compared('model-size')).toMatchObject({
      challenger: { low: 1000, estimate: 1000, high: 1000 },
    });
  });

  test('as throughput is upside down, and the slowest batch is its lower end', () => {
    const found = compared('throughput');
    // Of 25 batches the median is the 13th, its interval from the 8th to the 18th.
    expect(found).toMatchObject({
      challenger: { low: 50_000 / 18, estimate: 50_000 / 13, high: 50_000 / 8 },
    });
  });

  test('twice as fast is a difference with an interval of its own', () => {
    const champion = { ...model, single: model.single.map((time) => 2 * time) };
    const found = compared('latency-p50', { challenger: model, champion, hasChampion: true });
    expect(found).toMatchObject({ champion: 400, difference: { estimate: -200 } });
    const { low, high } = (found as { difference: { low: number; high: number } }).difference;
    expect(low).toBeLessThan(-200);
    expect(high).toBeGreaterThan(-200);
    expect(high).toBeLessThan(0);
  });

  test('says what it lacks', () => {
    const few = { ...alone, challenger: { ...model, single: ramp(367) } };
    expect(compared('latency-p99', few)).toBe(
      'an interval needs 368 requests, and 367 were made; raise `evaluate.model.requests` or lower `evaluate.level`',
    );
    expect(compared('cost-per-thousand')).toContain('needs `evaluate.price-per-hour`');
    const { memory: _, ...remote } = { ...model, size: undefined };
    const elsewhere = { ...alone, challenger: remote };
    for (const name of ['model-size', 'memory'] as const) {
      expect(compared(name, elsewhere)).toContain('the model runs behind an endpoint');
    }
    const beside = { ...alone, hasChampion: true };
    expect(compared('latency-p50', beside, { 'max-regression': 1 })).toContain(
      'the champion is a predictions file',
    );
    expect(compared('latency-p50', beside, { max: 300 })).toMatchObject({ basis: { count: 400 } });
  });
});

test('as many processes are measured as an interval of a median needs', () => {
  expect([0.9, 0.95, 0.99].map(memoryRuns)).toEqual([5, 6, 8]);
});

test('a compressed variant must be smaller, whatever else the policy asks', () => {
  const stated = { auc: { required: true }, 'latency-p50': { max: 3, required: true } };
  expect(measuredRules(stated, false)).toEqual([['latency-p50', { max: 3, required: true }]]);
  expect(measuredRules(stated, true).map(([name, { required }]) => [name, required])).toEqual([
    ['latency-p50', true],
    ['model-size', true],
    ['latency-p95', false],
  ]);
  expect(measuredRules({ throughput: { required: true } }, false)).toEqual([
    ['throughput', { required: true, 'max-regression': 0 }],
  ]);
});
