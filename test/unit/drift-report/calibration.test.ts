import { describe, expect, test } from 'vitest';
import {
  falseDiscoveryRate,
  levels,
  mostRejected,
  simulateDrift,
} from '../../bench/statistics/drift-simulation.ts';
import { driftWorlds, zipf } from '../../bench/statistics/drift-worlds.ts';

/* A part of the grid of `npm run bench:statistics`, with seeds of its own kind. */

const world = (name: string) => driftWorlds[name] ?? (() => 0);

describe('without drift', () => {
  test.each([
    ['psi', 'normal', { reference: 50, current: 50 }, 60],
    ['psi', 'normal', { reference: 1_000, current: 1_000 }, 400],
    ['psi', 'Poisson 1', { reference: 1_000, current: 3_000 }, 300],
    ['psi', 'zero-inflated', { reference: 3_000, current: 1_000 }, 300],
    ['ks', 'Pareto 1.5', { reference: 1_000, current: 1_000 }, 40],
  ] as const)('%s of %s columns raises no more than its level', (method, name, rows, runs) => {
    const { rejected, alerts } = simulateDrift({
      ...{ method, worldName: name, world: world(name), rows, shift: 0, runs },
    });
    levels.forEach((level, i) => {
      expect(rejected[i]).toBeLessThanOrEqual(mostRejected(level, runs));
    });
    expect(alerts).toBeLessThanOrEqual(mostRejected(0.01, runs));
  });

  test('nor does a list of fifty categories, most of them rare', () => {
    const rows = { reference: 1_500, current: 1_000 };
    const { rejected } = simulateDrift({
      ...{ method: 'psi', worldName: 'Zipf', world: zipf(50), isCategory: true },
      ...{ rows, shift: 0, runs: 300 },
    });
    expect(rejected[1]).toBeLessThanOrEqual(mostRejected(0.05, 300));
  });
});

describe('with drift', () => {
  test('what is found grows with the rows, and an alert needs a large drift', () => {
    const rates = [1_000, 4_000].map((n) =>
      simulateDrift({
        ...{ method: 'psi', worldName: 'normal', world: world('normal') },
        ...{ rows: { reference: n, current: n }, shift: 0.15, runs: 100 },
      }),
    );
    const [few, many] = rates.map(({ rejected }) => rejected[1] ?? 0);
    expect(few).toBeGreaterThan(0.3);
    expect(many).toBeGreaterThan(few ?? 1);
    expect(rates.map(({ alerts }) => alerts)).toEqual([0, 0]);
  });

  test('false ones are few among the columns that are found', () => {
    const one = { columns: 10, driftedShare: 0.2, correlation: 0.5, rows: 1_000, runs: 12 };
    // Twelve tables, of which few may name one steady column too many.
    expect(falseDiscoveryRate(one)).toBeLessThanOrEqual(0.15);
  });
});
