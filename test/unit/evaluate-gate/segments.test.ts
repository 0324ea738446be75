import { describe, expect, test } from 'vitest';
import type { BinaryRows } from '../../../actions/evaluate-gate/rows.ts';
import { findSegments } from '../../../actions/evaluate-gate/segments/find.ts';
import { createRandom } from '../../../shared/stats/random.ts';
import type { StepRun } from '../../support/run-step.ts';
import { csv, gate, gateBoth, type TableRow } from './predictions.ts';

const random = createRandom(11);
const worlds = Array.from({ length: 3000 }, (_, id) => ({
  id,
  origin: ['ATL', 'BOS', 'DCA'][random.below(3)] ?? 'ATL',
  distance: Math.round(100 + 2900 * random.uniform()),
  carrier: ['AA', 'UA'][random.below(2)] ?? 'AA',
  signal: random.normal(),
  noise: [random.normal(), random.normal()] as const,
  luck: random.uniform(),
}));

/** Predictions whose noise may depend on the row. */
function predictions(model: 0 | 1, blur: (row: (typeof worlds)[number]) => number): TableRow[] {
  return worlds.map((row) => {
    const { id, origin, distance, carrier, signal, noise, luck } = row;
    const logit = 2 * signal + blur(row) * noise[model];
    const label = luck < 1 / (1 + Math.exp(-2 * signal)) ? 1 : 0;
    const prediction = Number((1 / (1 + Math.exp(-logit))).toFixed(5));
    return { id, prediction, label, origin, distance, carrier };
  });
}

const champion = predictions(1, () => 0.5);
const broken = predictions(0, ({ origin, distance }) =>
  origin === 'BOS' && distance > 1500 ? 6 : 0.4,
);
const policy = `metrics: { accuracy: { max-regression: 0.5 } }
slices: { find: true, metric: log-loss, min-rows: 60, max-regression: 0.05 }`;

describe('segments that a search finds', () => {
  test('name where the challenger got worse, and warn', async () => {
    const ran = await gateBoth(broken, champion, policy);
    const table = ran.record?.tables.find(({ id }) => id === 'found-segments');
    expect(String(table?.rows[0]?.[0])).toMatch(/origin = BOS/u);
    expect(String(table?.rows[0]?.[0])).toMatch(/distance ≥ 1[3-9]\d\d/u);
    expect(table?.rows[0]?.at(-1)).toEqual({
      kind: 'verdict',
      verdict: 'warn',
      text: 'worse (allowed 0.05)',
    });
    expect(table?.note).toContain('Columns searched: distance, origin, carrier.');
    expect(ran.record?.verdict).toBe('warn');
    const finding = ran.record?.findings.find(({ code }) => code === 'found-segment-worse');
    expect(finding?.message).toContain('name its columns in `slices` to make it count');
    const weak = ran.record?.tables.find(({ id }) => id === 'weak-segments');
    expect(String(weak?.rows[0]?.[0])).toContain('origin = BOS');
  });

  test('are the same in a second run, and for files in another order', async () => {
    const first = await gateBoth(broken, champion, policy);
    const again = await gateBoth(broken.toReversed(), champion, policy);
    // Flipped cases are found by their row in the file, which is another one then.
    const found = ({ record }: StepRun) =>
      record?.tables.filter(({ id }) => id !== 'flipped-cases');
    expect(found(again)).toEqual(found(first));
  });

  test('can be searched for in named columns, and without a champion', async () => {
    const files = {
      'new.csv': csv(broken),
      'policy.yml': 'metrics: { accuracy: { min: 0.1 } }\nslices: { find: [origin] }',
    };
    const ran = await gate(files, { challenger: 'new.csv', policy: 'policy.yml' });
    expect(ran.record?.tables.map(({ id }) => id)).not.toContain('found-segments');
    const weak = ran.record?.tables.find(({ id }) => id === 'weak-segments');
    expect(weak?.rows.map(([name]) => name)).toEqual(['origin = BOS']);
  });

  test('cannot be searched for in bare scores, and that is said', async () => {
    const scores = (table: readonly TableRow[]) =>
      table.map((row) => ({ ...row, prediction: Number(row.prediction) - 0.5 }));
    const asked = 'metrics: { auc: { max-regression: 0.5 } }\nslices: { find: true }';
    const ran = await gateBoth(scores(broken), scores(champion), asked);
    const finding = ran.record?.findings.find(({ code }) => code === 'segments-not-searched');
    expect(finding?.message).toContain('with scores alone, no row is right or wrong by itself');
  });

  test('a column that no file has fails by name', async () => {
    const ran = await gateBoth(broken, champion, 'slices: { find: [airline] }');
    expect(ran.record?.verdict).toBe('fail');
    expect(ran.record?.summary).toContain('"airline", but no file has this column');
  });
});

test('a search over models that differ nowhere claims a worse segment in at most 5 % of worlds', () => {
  const options = { level: 0.95, threshold: 0.5, seed: 1, replicates: 300 };
  const question = { metric: 'accuracy', allowed: 0, minRows: 50 } as const;
  let claims = 0;
  const draws = 150;
  for (let draw = 0; draw < draws; draw++) {
    const drawn = createRandom(1000 + draw);
    const numbers = () => Float64Array.from({ length: 600 }, () => drawn.uniform());
    const labels = Uint8Array.from({ length: 600 }, () => drawn.below(2));
    const answers = () =>
      Float64Array.from(labels, (label) => (drawn.uniform() < 0.8 ? label : 1 - label));
    const rows: BinaryRows = {
      task: 'binary',
      labels,
      challenger: answers(),
      challengerKind: 'class',
      champion: answers(),
      championKind: 'class',
      slices: [],
      features: ['a', 'b', 'c'].map((name) => ({ kind: 'number', name, values: numbers() })),
    };
    const found = findSegments(rows, question, options);
    expect(found?.regressed.length).toBeGreaterThan(0);
    if (found?.regressed.some(({ outcome }) => outcome === 'worse')) claims++;
  }
  // 5 %, and three standard errors of as many draws.
  expect(claims / draws).toBeLessThan(0.05 + 3 * Math.sqrt((0.05 * 0.95) / draws));
});

test('a challenger that is better over all and worse in every slice is said to be so', async () => {
  // Within a region the champion ranks better; the challenger knows which region is the risky one.
  const draw = createRandom(21);
  const rows = Array.from({ length: 4000 }, (_, id) => {
    const risky = id % 2 === 0;
    const region = risky ? 'south' : 'north';
    const label = draw.uniform() < (risky ? 0.8 : 0.2) ? 1 : 0;
    const inside = 0.1 * (draw.normal() + 1.2 * label);
    const blurred = 0.1 * (draw.normal() + 0.7 * label);
    return { id, label, region, own: blurred + (risky ? 0.5 : 0.2), old: inside + 0.3 };
  });
  const of = (model: 'own' | 'old') =>
    rows.map(({ id, label, region, ...row }): TableRow => {
      return {
        id,
        label,
        region,
        prediction: Number(Math.min(1, Math.max(0, row[model])).toFixed(6)),
      };
    });
  const ran = await gateBoth(of('own'), of('old'), 'metrics: { auc: { max-regression: 0.5 } }', {
    slices: 'region',
  });
  const reversal = ran.record?.findings.find(({ code }) => code === 'simpson-reversal');
  expect(reversal?.message).toContain(
    'By AUC the challenger is better over all rows together, but worse in each of the 2 slices of "region"',
  );
});
