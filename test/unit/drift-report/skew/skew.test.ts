import { describe, expect, test } from 'vitest';
import { codes, csvOf, look, messageOf, rowsOf, tableOf } from '../performance/flights.ts';

const rows = csvOf(rowsOf(60));

/** Feature skew of two small files, with settings of `drift.skew`. */
function skew(
  serving: string,
  training: string,
  settings: Readonly<Record<string, unknown>> = {},
  model: Readonly<Record<string, unknown>> = { key: 'id' },
) {
  return look(
    { 'r.csv': rows, 'c.csv': rows, 's.csv': serving, 't.csv': training },
    {
      label: undefined,
      ...model,
      drift: { skew: { serving: 's.csv', training: 't.csv', ...settings } },
    },
  );
}

function table(lines: readonly (readonly unknown[])[], header = 'id,age,city'): string {
  return `${header}\n${lines.map((line) => line.join(',')).join('\n')}\n`;
}

const people = Array.from({ length: 100 }, (_, i) => [i, 20 + (i % 50), ['Rome', 'Oslo'][i % 2]]);
const training = table(people);

describe('features of the same key', () => {
  test('that are the same, in any order and type, are no skew', async () => {
    const serving = table(
      people.toReversed().map(([id, age, city]) => [`${id}.0`, `${age}.0`, city]),
    );
    const ran = await skew(serving, training);
    expect(tableOf(ran, 'feature-skew').map((row) => [row[0], row[1], row.at(-1)])).toEqual([
      ['age', '100', 'pass: the same'],
      ['city', '100', 'pass: the same'],
    ]);
    expect([ran.alert, ran.verdict, codes(ran)]).toEqual(['none', 'pass', []]);
  });

  test('that differ are counted, sized and placed, without a value', async () => {
    const serving = table(
      people.map(([id, age, city]) => [
        id,
        Number(id) < 20 ? Number(age) + 3 : age,
        Number(id) === 7 ? '' : city,
      ]),
    );
    const ran = await skew(serving, training);
    const found = ran.findings.filter(({ code }) => code === 'feature-skew');
    expect(found.map(({ message }) => message)).toEqual([
      'age differs between training and serving in 20.0 % of 100 joined rows, by 3.000 in the mean and 3.000 at most: 20 in all. First at rows 1, 2, 3, 4, 5 of s.csv.',
      'city differs between training and serving in 1.0 % of 100 joined rows (1 of them empty on one side only): 1 in all. First at row 8 of s.csv.',
    ]);
    expect(JSON.stringify(found)).not.toContain('Oslo');
    expect(ran.alert).toBe('p1');
    const metric = ran.metrics.find(
      ({ name, column }) => name === 'feature-skew' && column === 'age',
    );
    // Wilson's interval of 20 in 100.
    expect([metric?.low?.toFixed(4), metric?.high?.toFixed(4)]).toEqual(['0.1334', '0.2888']);
  });

  test('show their values only where that is allowed', async () => {
    const serving = table(people.map(([id, age, city]) => [id, age, id === 7 ? 'Bonn' : city]));
    const ran = await skew(serving, training, { 'show-values': true });
    expect(ran.findings[0]?.evidence?.values).toEqual([
      { file: 's.csv', row: 8, serving: 'Bonn', training: 'Oslo' },
    ]);
  });

  test('may differ by a tolerance, and in a share of the rows', async () => {
    const serving = table(people.map(([id, age, city]) => [id, Number(age) * 1.0005, city]));
    expect(codes(await skew(serving, training, { tolerance: 0.001 }))).toEqual([]);
    const few = table(people.map(([id, age, city]) => [id, age, id === 7 ? 'Bonn' : city]));
    const open = await skew(few, training, { 'max-share': 0.02 });
    expect(tableOf(open, 'feature-skew')[0]?.at(-1)).toBe('inconclusive: undecided: too few rows');
    const allowed = await skew(few, training, { 'max-share': 0.1 });
    expect([allowed.alert, allowed.verdict]).toEqual(['none', 'pass']);
  });
});

describe('a served row', () => {
  const header = 'id,at,x';
  const history = table(
    [
      [1, '2026-01-01', 10],
      [1, '2026-01-05', 11],
      [2, '2026-01-01', 20],
    ],
    header,
  );

  test('is joined to the latest training row that is not later', async () => {
    const serving = table(
      [
        [1, '2026-01-04', 10],
        [1, '2026-01-05', 11],
        [1, '2026-01-09', 12],
        [2, '2025-12-31', 20],
      ],
      header,
    );
    const ran = await skew(serving, history, { time: 'at' });
    expect(messageOf(ran, 'feature-skew')).toMatch(
      /^x differs .* in 33\.3 % of 3 joined rows.* First at row 3 of s\.csv\.$/u,
    );
    expect(messageOf(ran, 'skew-too-old')).toContain(
      '1 served row has no training row that is early enough',
    );
    const young = await skew(serving, history, { time: 'at', 'max-age': '1d' });
    expect(tableOf(young, 'feature-skew')[0]?.slice(0, 2)).toEqual(['x', '1']);
  });

  test('without its key on the other side is counted, either way', async () => {
    const ran = await skew(table(people.slice(0, 90)), table(people.slice(30)));
    expect(messageOf(ran, 'skew-keys-unknown')).toBe(
      '30 served rows of 90 have a key that no training row has; they were not compared.',
    );
    expect(messageOf(ran, 'skew-keys-unserved')).toBe(
      '10 keys of the training data were never served.',
    );
    expect(tableOf(ran, 'feature-skew')[0]?.[1]).toBe('60');
  });
});

describe('bad input', () => {
  test('keys that repeat are left out and said; served twice is no error', async () => {
    const twice = table([...people, people[3] ?? [], people[4] ?? []]);
    const ran = await skew(twice, training);
    expect(tableOf(ran, 'feature-skew')[0]?.slice(1, 2)).toEqual(['102']);
    expect(codes(ran)).toEqual([]);
    const repeated = await skew(training, twice);
    expect(messageOf(repeated, 'skew-keys-repeat')).toMatch(
      /^4 training rows share their key with another/u,
    );
    expect(tableOf(repeated, 'feature-skew')[0]?.[1]).toBe('98');
  });

  test('keys that never meet, or no common column, are no pass', async () => {
    const other = await skew(training, table(people.map(([id, ...more]) => [`k${id}`, ...more])));
    expect(messageOf(other, 'skew-no-match')).toContain(
      'Check that both sides write the key alike',
    );
    expect(other.verdict).toBe('fail');
    const bare = await skew(
      training,
      table(
        people.map(([id]) => [id, 1]),
        'id,y',
      ),
    );
    expect([codes(bare), bare.verdict]).toEqual([['skew-no-features'], 'fail']);
  });

  test('rows without a key are counted', async () => {
    const ran = await skew(table([...people.slice(1), ['', 20, 'Rome']]), training);
    expect(messageOf(ran, 'skew-unkeyed')).toBe(
      '1 served row without a key or time was not compared.',
    );
  });

  test('a name that is wrong is an error with the right one', async () => {
    await expect(skew(training, training, {}, { key: undefined })).rejects.toMatchObject({
      code: 'skew-without-key',
    });
    await expect(skew(training, training, { columns: ['agee'] })).rejects.toMatchObject({
      hint: 'Did you mean "age"?',
    });
    await expect(skew(training, training, { time: 'city' })).rejects.toMatchObject({
      code: 'time-not-usable',
    });
  });

  test('several columns may be the key, and odd names are only names', async () => {
    const header = 'a,b,"x"" y"';
    const both = table(
      [
        [1, 'u', 5],
        [1, 'v', 6],
      ],
      header,
    );
    const ran = await skew(
      both,
      table(
        [
          [1, 'v', 6],
          [1, 'u', 9],
        ],
        header,
      ),
      { key: ['a', 'b'] },
    );
    expect(messageOf(ran, 'feature-skew')).toMatch(/^x" y differs .* 50\.0 % of 2 joined rows/u);
  });
});
