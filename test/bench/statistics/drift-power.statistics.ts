import { chiSquaredUpperQuantile } from '../../../shared/stats/chi-squared-distribution.ts';
import { noncentralChiSquaredSf } from '../../../shared/stats/noncentral-chi-squared.ts';
import { normalCdf, normalQuantile } from '../../../shared/stats/normal.ts';
import { type DriftCase, simulateDrift } from './drift-simulation.ts';
import { driftWorlds } from './drift-worlds.ts';
import type { Statistics, StatisticsCase } from './statistics.ts';

const cells = 10;

/** PSI over ten cells of a normal distribution moved by so many standard deviations. */
function psiOfShift(shift: number): number {
  const edges = Array.from({ length: cells - 1 }, (_, i) => normalQuantile((i + 1) / cells));
  const upTo = [0, ...edges.map((edge) => normalCdf(edge - shift)), 1];
  return edges.concat(0).reduce((sum, _, i) => {
    const share = (upTo[i + 1] as number) - (upTo[i] as number);
    return sum + (share - 1 / cells) * Math.log(share * cells);
  }, 0);
}

/** What the noncentral law promises at a level of 0.05. */
function promised(shift: number, rows: number): number {
  const noncentrality = psiOfShift(shift) / (2 / rows);
  return noncentralChiSquaredSf(chiSquaredUpperQuantile(0.05, cells - 1), cells - 1, noncentrality);
}

function shifts(rows: number, runs: number, all: readonly number[]): StatisticsCase[] {
  return all.map((shift) => ({
    name: `shift ${shift} ${rows}`,
    run() {
      const world = driftWorlds.normal as DriftCase['world'];
      const sides = { reference: rows, current: rows };
      const one: DriftCase = {
        method: 'psi',
        worldName: 'normal',
        world,
        rows: sides,
        shift,
        runs,
      };
      const { rejected, alerts } = simulateDrift(one);
      const found = rejected[1] ?? 0;
      const law = promised(shift, rows);
      const noise = 3.3 * Math.sqrt((law * (1 - law)) / runs);
      return {
        cells: [
          `moved by ${shift} σ`,
          String(rows),
          String(runs),
          found.toFixed(3),
          law.toFixed(3),
          alerts.toFixed(3),
        ],
        // Two points, as the cells come from a sample, and what the runs leave open.
        isMet: Math.abs(found - law) <= 0.02 + noise,
      };
    },
  }));
}

const others: readonly (readonly [world: string, words: string, shift: number])[] = [
  ['scaled normal', 'spread grew by a half', 0.5],
  ['one-sided tail', '1 % went far out', 0.01],
  ['zero-inflated', 'a tenth left zero', 0.1],
];

function found(): StatisticsCase[] {
  return others.flatMap(([name, words, shift]) =>
    [200, 1_000, 10_000].map((rows) => ({
      name: `${name} ${rows}`,
      run() {
        const world = driftWorlds[name] as DriftCase['world'];
        const sides = { reference: rows, current: rows };
        const runs = rows < 1_000 ? 300 : 1_000;
        const { rejected, alerts } = simulateDrift({
          ...{ method: 'psi' as const, worldName: name, world, rows: sides, shift, runs },
        });
        const power = rejected[1] ?? 0;
        return {
          cells: [words, String(rows), String(runs), power.toFixed(3), '', alerts.toFixed(3)],
          isMet: power >= 0.04,
        };
      },
    })),
  );
}

export const statistics: Statistics = {
  title: 'Drift: what is found',
  text: 'One column of normal numbers that moved, by PSI at 0.05; the law is the noncentral chi-squared. Kept: within two points of it. Alerts also need a PSI of surely 0.1, which 0.32 σ is. Below, changes other than a shift.',
  columns: ['change', 'rows a side', 'runs', 'p ≤ 0.05', 'law', 'alerts'],
  cases: [
    ...shifts(200, 400, [0.2, 0.4]),
    ...shifts(1_000, 4_000, [0.05, 0.1, 0.2, 0.4]),
    ...shifts(10_000, 1_000, [0.02, 0.05, 0.1, 0.2, 0.4]),
    ...found(),
  ],
};
