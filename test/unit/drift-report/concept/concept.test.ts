import { describe, expect, test } from 'vitest';
import {
  detect,
  type ErrorStream,
  scaledLosses,
} from '../../../../actions/drift-report/concept/detect.ts';
import { createRandom } from '../../../../shared/stats/random.ts';
import { codes, csvOf, day, look, messageOf, rowsOf, tableOf } from '../performance/flights.ts';

function streamOf(
  parts: readonly (readonly [rows: number, rate: number])[],
  known = 0,
): ErrorStream {
  const random = createRandom(7);
  const errors = parts.flatMap(([rows, rate]) =>
    Array.from({ length: rows }, () => Number(random.uniform() < rate)),
  );
  return { errors: Float64Array.from(errors), known };
}

describe('a change of the errors', () => {
  const names = ['adwin', 'page-hinkley', 'ddm', 'hddm-a', 'hddm-w'] as const;

  test.each(names)('is seen by %s soon after it began, and by no shuffle', (detector) => {
    const stream = streamOf([
      [1_500, 0.1],
      [1_500, 0.5],
    ]);
    const found = detect({ detector, options: {} }, stream);
    const rise = found.changes.find(({ direction, seen }) => direction === 'rise' && seen >= 1_500);
    expect(rise?.seen).toBeLessThan(1_700);
    expect(Math.abs((rise?.began ?? 0) - 1_500)).toBeLessThan(40);
    expect(rise?.before).toBeLessThan(0.15);
    expect(rise?.after).toBeGreaterThan(0.4);
    expect([found.shuffles, rise?.falseAlarms]).toEqual([19, 0]);
  });

  test('in the reference is none of the current data, and what it taught remains', () => {
    const parts = [
      [1_000, 0.5],
      [1_000, 0.1],
      [1_000, 0.1],
    ] as const;
    expect(detect({ detector: 'adwin', options: {} }, streamOf(parts, 2_000)).changes).toEqual([]);
    // All of the current data is after the change: only the reference shows that it is one.
    const after = streamOf(
      [
        [1_000, 0.1],
        [600, 0.4],
      ],
      1_000,
    );
    const [change] = detect({ detector: 'adwin', options: {} }, after).changes;
    expect(change?.direction).toBe('rise');
    expect(change?.seen).toBeGreaterThanOrEqual(1_000);
  });

  test('downwards is good news', () => {
    const better = streamOf([
      [1_000, 0.5],
      [1_000, 0.1],
    ]);
    const { changes, shuffles } = detect({ detector: 'adwin', options: {} }, better);
    expect(changes.map(({ direction }) => direction)).toEqual(['fall']);
    expect(shuffles).toBe(0);
  });

  test('is none in a steady stream, of the default detectors', () => {
    for (const detector of ['adwin', 'page-hinkley'] as const) {
      expect(detect({ detector, options: {} }, streamOf([[8_000, 0.2]])).changes).toEqual([]);
    }
  });

  test('of losses is looked for in shares of a large one', () => {
    expect([...scaledLosses(Float64Array.of(0, 1, 2, 4, 40), 4)]).toEqual([0, 0.5, 1, 1, 1]);
    expect([...scaledLosses(Float64Array.of(0, 0, 3), 2)]).toEqual([0, 0, 1]);
  });
});

describe('the report', () => {
  const reference = csvOf(rowsOf(1_500));
  const worse = rowsOf(1_500, { seed: 2, chance: (score, i) => (i < 700 ? score : 1 - score) });

  test('says when, in which row, and since when', async () => {
    const ran = await look({ 'r.csv': reference, 'c.csv': csvOf(worse) });
    const message = messageOf(ran, 'concept-drift') ?? '';
    const [, seen = '', row = '', began = ''] =
      /error rate rise from 2\d\.\d % to 7\d\.\d % at (\S+) \(row ([\d,]+) of c\.csv\), beginning about \S+ \(row (\d+) of/u.exec(
        message,
      ) ?? [];
    const number = Number(row.replace(',', ''));
    expect(seen).toBe(day(Math.floor(((number - 1) * 90) / 1_500)));
    expect(number).toBeLessThan(800);
    expect(Math.abs(Number(began) - 700)).toBeLessThan(20);
    expect(message).toContain(
      'In 19 random orders of the same errors it saw as large a rise never.',
    );
    expect(tableOf(ran, 'concept-drift').map((cells) => cells.at(-1))).toContain('warn: worse');
    expect(
      ran.series.find(({ id }) => id === 'errors-over-time')?.lines.map(({ name }) => name),
    ).toEqual(['error', 'change seen']);
  });

  test('does not depend on the order of rows in the file', async () => {
    const ran = await look({ 'r.csv': reference, 'c.csv': csvOf(worse) });
    // Whole days swapped: within a day the order of the file is all there is.
    const days = Map.groupBy(worse, (row) => row.day);
    const swapped = [...days.values()].reverse().flat();
    const other = await look({ 'r.csv': reference, 'c.csv': csvOf(swapped) });
    const evidence = (seen: typeof ran) =>
      seen.findings
        .filter(({ code }) => code === 'concept-drift')
        .map(({ evidence: { time, before, after } = {} }) => ({ time, before, after }));
    expect(evidence(other)).toEqual(evidence(ran));
  });

  test('takes detectors and their parameters from the configuration', async () => {
    const patient = { detector: 'page-hinkley', threshold: 5_000 };
    const ran = await look(
      { 'r.csv': reference, 'c.csv': csvOf(worse) },
      { drift: { concept: { detectors: [patient, 'hddm-a'] } } },
    );
    expect(tableOf(ran, 'concept-drift')[0]?.slice(0, 2)).toEqual(['Page-Hinkley', 'none']);
    expect(messageOf(ran, 'concept-drift')).toMatch(/^HDDM-A saw/u);
  });

  test('leaves out DDM where errors are sizes', async () => {
    const numbers = rowsOf(400).map((row) => ({
      ...row,
      score: row.x,
      late: row.x + 1 + row.x / 7,
    }));
    const ran = await look(
      { 'r.csv': csvOf(numbers), 'c.csv': csvOf(numbers) },
      { task: 'regression', drift: { concept: { detectors: ['ddm', 'adwin'] } } },
    );
    expect(messageOf(ran, 'detector-unfit')).toContain('DDM needs errors of 0 and 1');
    expect(codes(ran)).not.toContain('concept-drift');
  });
});
