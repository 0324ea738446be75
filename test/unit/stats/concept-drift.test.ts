import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { adwin } from '../../../shared/stats/adwin.ts';
import { ddm } from '../../../shared/stats/ddm.ts';
import { changesOf, type DriftDetector } from '../../../shared/stats/drift-detector.ts';
import { hddmA } from '../../../shared/stats/hddm-a.ts';
import { hddmW } from '../../../shared/stats/hddm-w.ts';
import { pageHinkley } from '../../../shared/stats/page-hinkley.ts';

interface Golden {
  readonly cases: readonly {
    readonly seed: number;
    readonly parts: readonly (readonly [rows: number, rate: number])[];
    readonly loss: boolean;
    readonly detections: Readonly<Record<string, readonly [indices: number[], warnings: number]>>;
  }[];
}

const golden = JSON.parse(
  readFileSync(new URL('../../golden/concept-drift.json', import.meta.url), 'utf8'),
) as Golden;

const detectors: Readonly<Record<string, () => DriftDetector>> = {
  adwin,
  'page-hinkley': pageHinkley,
  ddm,
  'hddm-a': hddmA,
  'hddm-w': hddmW,
};

/** The streams of generate-concept-drift.py. */
function stream({ seed, parts, loss }: Golden['cases'][number]): number[] {
  let state = BigInt(seed);
  return parts.flatMap(([rows, rate]) =>
    Array.from({ length: rows }, () => {
      state = (state * 1103515245n + 12345n) % 2n ** 31n;
      const u = Number(state) / 2 ** 31;
      return loss ? rate + u / 2 : Number(u < rate);
    }),
  );
}

describe("detectors fire where river's do", () => {
  const figures = golden.cases.flatMap((entry) =>
    Object.entries(entry.detections).map(([name, [indices, warnings]]) => ({
      name,
      seed: entry.seed,
      values: stream(entry),
      indices,
      warnings,
    })),
  );

  test.each(figures)('$name on stream $seed', ({ name, values, indices, warnings }) => {
    const make = detectors[name] ?? adwin;
    expect(changesOf(make(), values).map(({ index }) => index)).toEqual(indices);
    const detector = make();
    const states = values.map((x) => detector.update(x));
    expect(states.filter((state) => state === 'warning')).toHaveLength(warnings);
  });

  test('and there are changes and quiet stretches to find', () => {
    const found = figures.flatMap(({ indices }) => indices);
    expect(found.length).toBeGreaterThan(20);
    expect(figures.filter(({ indices }) => indices.length === 0).length).toBeGreaterThan(2);
  });
});
