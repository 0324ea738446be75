import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { csv, gate, type TableRow } from './predictions.ts';

const fixture = (name: string): string =>
  readFileSync(new URL(`../../fixtures/evaluate-gate/${name}`, import.meta.url), 'utf8');

/** Made by scikit-learn, and by a plain percentile bootstrap. */
const golden = JSON.parse(fixture('multilabel.json')) as Record<
  'challenger' | 'champion',
  Record<string, number>
> & { bootstrap: Record<string, { 'standard-error': number; low: number; high: number }> };

const [header = '', ...lines] = fixture('multilabel.csv').trim().split('\n');
const columns = header.split(',');
const rows = lines.map((line) => {
  const cells = line.split(',');
  return Object.fromEntries(columns.map((name, i) => [name, Number(cells[i])]));
});
const names = ['art', 'music', 'news', 'sport', 'travel'];

type Model = 'challenger' | 'champion';

/** A column a label. */
function wide(model: Model, mark = '_'): TableRow[] {
  return rows.map((row) => ({
    id: row.id ?? 0,
    ...Object.fromEntries(
      names.flatMap((name) => [
        [`label${mark}${name}`, row[`label_${name}`] ?? 0],
        [`prediction${mark}${name}`, row[`${model}_${name}`] ?? 0],
      ]),
    ),
  }));
}

/** Sets in one column. */
function sets(model: Model, write: (names: readonly string[]) => string): TableRow[] {
  return rows.map((row) => ({
    id: row.id ?? 0,
    label: write(names.filter((name) => row[`label_${name}`] === 1)),
    prediction: write(names.filter((name) => (row[`${model}_${name}`] ?? 0) >= 0.5)),
  }));
}

const config = 'version: 1\nmodels: { m: { task: multilabel } }';
const rules = (metrics: readonly string[]) =>
  `metrics: { ${metrics.map((name) => `${name}: { max-regression: 0.1 }`).join(', ')} }`;

async function judge(
  challenger: string,
  champion: string,
  metrics: readonly string[],
  name = 'csv',
) {
  const files = {
    [`a.${name}`]: challenger,
    [`b.${name}`]: champion,
    'mlops.yml': config,
    'policy.yml': rules(metrics),
  };
  const inputs = { challenger: `a.${name}`, champion: `b.${name}`, policy: 'policy.yml' };
  return gate(files, inputs);
}

const all = Object.keys(golden.challenger);
const ofSets = ['f1-micro', 'jaccard'];

test("metrics are scikit-learn's, from a column a label, and intervals those of a bootstrap", async () => {
  const { record, log } = await judge(csv(wide('challenger')), csv(wide('champion', '.')), all);
  if (record === undefined) throw new Error(log);
  expect(record.metrics.map(({ name }) => name)).toEqual(all);
  for (const { name, value, baseline, delta, low, high } of record.metrics) {
    expect(value, name).toBeCloseTo(golden.challenger[name] ?? Number.NaN, 11);
    expect(baseline, name).toBeCloseTo(golden.champion[name] ?? Number.NaN, 11);
    const wanted = golden.bootstrap[name];
    if (wanted === undefined || low == null || high == null) throw new Error(`${name}: none`);
    const width = wanted.high - wanted.low;
    expect(Math.abs(high - low - width) / width, `${name}: width`).toBeLessThan(0.15);
    const apart = Math.abs((low + high - wanted.low - wanted.high) / 2);
    expect(apart / wanted['standard-error'], `${name}: centre`).toBeLessThan(0.4);
    expect([low, delta, high]).toEqual(
      [low, delta, high].toSorted((a, b) => Number(a) - Number(b)),
    );
  }
});

test('every label has its rates', async () => {
  const { record } = await judge(csv(wide('challenger')), csv(wide('champion')), ['f1-macro']);
  const table = record?.tables.find(({ id }) => id === 'classes');
  expect(table?.rows.map(([name]) => name).toSorted()).toEqual(names);
  const f1 = (table?.rows ?? []).map((row) => Number(row[6]));
  const mean = f1.reduce((sum, value) => sum + value, 0) / f1.length;
  expect(mean).toBeCloseTo(golden.challenger['f1-macro'] ?? Number.NaN, 11);
});

const json = (table: readonly TableRow[]) =>
  table
    .map(({ id, label, prediction }) =>
      JSON.stringify({
        id,
        label: JSON.parse(String(label)) as unknown,
        prediction: JSON.parse(String(prediction)) as unknown,
      }),
    )
    .join('\n');
const quoted = (table: readonly TableRow[]) =>
  table.map((row) => ({ ...row, label: `"${row.label}"`, prediction: `"${row.prediction}"` }));

test.each([
  ['text with a bar between labels', 'csv', (m: Model) => csv(sets(m, (set) => set.join('|')))],
  ['text with commas', 'csv', (m: Model) => csv(quoted(sets(m, (set) => set.join(', '))))],
  [
    'JSON arrays in a CSV',
    'csv',
    (m: Model) => csv(quoted(sets(m, (set) => JSON.stringify(set).replaceAll('"', '""')))),
  ],
  ['lists in JSON lines', 'jsonl', (m: Model) => json(sets(m, (set) => JSON.stringify(set)))],
])('%s say the same', async (_, extension, write) => {
  const { record, log } = await judge(write('challenger'), write('champion'), ofSets, extension);
  if (record === undefined) throw new Error(log);
  for (const { name, value } of record.metrics) {
    expect(value, name).toBeCloseTo(golden.challenger[name] ?? Number.NaN, 11);
  }
});

test('slices are judged, and a label that no row has is said', async () => {
  const place = (table: readonly TableRow[]) =>
    table.map((row, i) => ({ ...row, place: i % 2 === 0 ? 'x' : 'y' }));
  const odd = sets('challenger', (set) => set.join('|')).map((row) => ({
    ...row,
    prediction: `${row.prediction}|unicorn`,
  }));
  const files = {
    'a.csv': csv(place(odd)),
    'b.csv': csv(place(sets('champion', (set) => set.join('|')))),
    'mlops.yml': config,
  };
  const ran = await gate(files, { challenger: 'a.csv', champion: 'b.csv', slices: 'place' });
  expect(
    ran.record?.findings.find(({ code }) => code === 'prediction-unknown-class')?.message,
  ).toBe(
    'The challenger predicts 1 label that no held-out row has ("unicorn"); they count as wrong.',
  );
  expect(ran.record?.metrics.filter(({ slice }) => slice !== undefined)).toHaveLength(2);
  expect(ran.record?.verdict).toBe('fail');
});

test.each([
  {
    name: 'a label column without predictions',
    table: wide('challenger').map(({ prediction_art: _, ...row }) => row),
    says: 'The challenger file has a column "prediction_<label>" for some labels, but none for "art".',
  },
  {
    name: 'a missing probability',
    table: wide('challenger').map((row) => (row.id === 3 ? { ...row, prediction_art: null } : row)),
    says: '1 row of the challenger file has no prediction for "art".',
  },
  {
    name: 'labels that are no classes',
    table: wide('challenger').map((row) => (row.id === 3 ? { ...row, label_art: 2 } : row)),
    says: 'The labels "art" of the champion file are not 0 and 1.',
  },
  {
    name: 'percentages',
    table: wide('challenger').map((row) => ({ ...row, prediction_art: 40 })),
    says: 'The predictions of "art" in the challenger file reach from 0 to 40, beyond 0 to 1.',
  },
  {
    name: 'no label at all',
    table: sets('challenger', () => ''),
    says: 'The task is multilabel, and no row has a label.',
  },
])('$name: a clear error', async ({ table, says }) => {
  const { log, exitCode } = await judge(csv(table), csv(table), ['f1-micro']);
  expect(log).toContain(says);
  expect(exitCode).toBe(2);
});
