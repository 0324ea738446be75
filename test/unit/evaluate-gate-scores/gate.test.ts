import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createRandom } from '../../../shared/stats/random.ts';
import { csv, finding, gateBoth, gateScores, scoreRows, tableRows } from './results.ts';

/** Scores about a level, the same for both sides but for it. */
function scoresAbout(level: number, seed: number) {
  const random = createRandom(seed);
  return scoreRows(40, 3, () => Math.min(1, Math.max(0, level + 0.08 * random.normal())));
}

const judged = '{ metrics: { score: { max-regression: 0.05 } } }';

describe('a table of scores', () => {
  test('that is better passes, and says by how much', async () => {
    const ran = await gateBoth(csv(scoresAbout(0.8, 1)), csv(scoresAbout(0.6, 2)), '.csv', judged);
    expect(ran.record?.summary).toMatch(
      /^score \+0\.\d{4} \(95 % interval \+0\.\d{4} to \+0\.\d{4}\) on 40 cases × 3 repeats(?: \(.*\))?: better than the champion$/u,
    );
    expect(ran.record?.verdict).toBe('pass');
    expect(ran.host.outputs.get('promote')).toBe('true');
  });

  test('that is worse fails the job', async () => {
    const ran = await gateBoth(csv(scoresAbout(0.6, 1)), csv(scoresAbout(0.8, 2)), '.csv', judged);
    expect(ran.record?.summary).toMatch(/worse than the champion by more than the allowed 0\.05$/u);
    expect(ran.exitCode).toBe(1);
    expect(tableRows(ran, 'metrics')[0]?.at(-1)).toEqual({
      kind: 'verdict',
      verdict: 'fail',
      text: 'worse (allowed 0.05)',
    });
  });

  test('with the same scores in another order is identical, and says what could be missed', async () => {
    const rows = scoresAbout(0.8, 3);
    const ran = await gateBoth(csv(rows.toReversed()), csv(rows), '.csv');
    expect(ran.record?.verdict).toBe('pass');
    expect(ran.record?.summary).toBe(
      "The challenger's scores are identical to the champion's on 40 cases × 3 repeats",
    );
    expect(finding(ran, 'models-identical')).toBe(
      "Every score equals the champion's. 40 cases can still miss a change that affects up to 8.81 % of all cases (95 % bound).",
    );
    expect(ran.record?.metrics[0]).toMatchObject({ delta: 0, low: 0, high: 0 });
  });

  test('reads JSON lines and its own column names', async () => {
    const lines = (score: number) =>
      scoreRows(5, 2, (number) => (number === 1 ? score : 0.9))
        .map(({ case: prompt, repeat: n, score: points }) => JSON.stringify({ prompt, n, points }))
        .join('\n');
    const policy =
      '{ columns: { case: prompt, repeat: n, score: points }, metrics: { pass-rate: {} } }';
    const ran = await gateBoth(lines(0.1), lines(0.9), '.jsonl', policy);
    expect(tableRows(ran, 'flips')).toEqual([['case-01', '2 of 2', '0 of 2', 'passed → failed']]);
  });

  test('on another scale, where less is better', async () => {
    const table = (harm: number) => csv(scoreRows(20, 2, (number) => harm + (number % 3)));
    const policy = '{ range: [0, 10], better: lower, metrics: { score: { max: 5 } } }';
    const ran = await gateBoth(table(6), table(1), '.csv', policy);
    expect(ran.record?.summary).toMatch(/: above the ceiling 5$/u);
    expect(ran.record?.metrics.find(({ name }) => name === 'score')?.better).toBe('lower');
    expect(tableRows(ran, 'flips')).toHaveLength(20);
  });
});

describe('a table of scores by itself', () => {
  test('is judged by a policy file, where there is no configuration', async () => {
    const rows = scoreRows(6, 2, (number) => Number(number > 1));
    const ran = await gateScores(
      {
        'new.csv': csv(rows.map(({ case: item, ...rest }) => ({ item, ...rest }))),
        'policy.yml': 'scores: { metrics: { pass-rate: { min: 0.2 } } }\n',
        'mlops.yml': 'version: 1\nmodels: {}\n',
      },
      { challenger: 'new.csv', key: 'item', policy: 'policy.yml' },
    );
    expect(ran.record?.summary).toMatch(/^Pass rate 0\.8333 .* on 6 cases × 2 repeats: above the/u);
  });

  test('gives the same numbers in any order of its rows', async () => {
    const random = createRandom(21);
    const shuffled = <T>(rows: readonly T[]) =>
      rows
        .map((row) => ({ row, place: random.uniform() }))
        .toSorted((a, b) => a.place - b.place)
        .map(({ row }) => row);
    const [own, old] = [scoresAbout(0.6, 5), scoresAbout(0.55, 6)];
    const first = await gateBoth(csv(own), csv(old), '.csv');
    const again = await gateBoth(csv(shuffled(own)), csv(shuffled(old)), '.csv');
    expect(again.record?.metrics).toEqual(first.record?.metrics);
    expect(again.record?.tables).toEqual(first.record?.tables);
  });
});

test('of several criteria, better must hold for all together', async () => {
  const rows = (shift: number, seed: number) => {
    const random = createRandom(seed);
    return scoreRows(30, 1, () => 0).flatMap(({ case: name }) =>
      ['truth', 'tone', 'form', 'care'].map((criterion) => ({
        case: name,
        criterion,
        score: 0.5 + (criterion === 'truth' ? shift : 0) + 0.1 * random.normal(),
      })),
    );
  };
  const policy = '{ range: [-1, 2] }';
  const ran = await gateBoth(csv(rows(0.039, 1)), csv(rows(0, 2)), '.csv', policy);
  const truth = ran.record?.metrics.find(({ name }) => name === 'truth');
  const cell = tableRows(ran, 'metrics')
    .find(([title]) => title === 'truth')
    ?.at(-1);
  expect(truth?.low).toBeGreaterThan(0);
  expect(cell).toMatchObject({ text: 'no worse' });
  expect(ran.record?.tables[0]?.note).toMatch(/hold for all 4 required ones together \(Holm\)/u);
});

describe('a first run', () => {
  test('is judged by floors, and says there is no champion', async () => {
    const ran = await gateScores(
      { 'new.csv': csv(scoresAbout(0.8, 4)) },
      { challenger: 'new.csv' },
      '{ metrics: { score: { min: 0.7 } } }',
    );
    expect(ran.record?.summary).toMatch(
      /above the floor 0\.7; there is no champion yet, so only floors and ceilings were judged$/u,
    );
    expect(ran.record?.verdict).toBe('pass');
  });

  test('without a floor passes nothing off as judged', async () => {
    const ran = await gateScores(
      { 'new.csv': csv(scoresAbout(0.8, 4)) },
      { challenger: 'new.csv' },
    );
    expect(ran.record?.verdict).toBe('warn');
    expect(ran.record?.summary).toMatch(/the policy sets no floor, so nothing was judged$/u);
  });
});

describe('what is uneven is said', () => {
  test('different numbers of repeats', async () => {
    const challenger = csv(scoreRows(10, 3, (number) => number / 10));
    const champion = csv(scoreRows(10, 5, (number) => number / 10).slice(2));
    const ran = await gateBoth(challenger, champion, '.csv');
    expect(finding(ran, 'repeats-differ')).toBe(
      'Cases have 3 repeats of the challenger and 3 to 5 of the champion. Every case weighs the same; one with fewer repeats is known less exactly.',
    );
    expect(ran.record?.tables[0]?.note).toMatch(/^Means over 10 cases × 3 to 5 repeats;/u);
  });

  test('new cases, and whether they fail', async () => {
    const challenger = csv(scoreRows(12, 2, (number) => (number === 12 ? 0 : 0.9)));
    const ran = await gateBoth(challenger, csv(scoreRows(10, 2, () => 0.9)), '.csv');
    expect(finding(ran, 'cases-added')).toBe(
      '2 cases are new, without results of the champion, and not part of the comparison: "case-11", "case-12". 1 of them fails in every repeat.',
    );
  });

  test('answers that ended in an error never help the challenger', async () => {
    const sample = (id: number, error: boolean) => ({
      id,
      epoch: 1,
      ...(error ? { error: { message: 'timeout' } } : { scores: { match: { value: 'C' } } }),
    });
    const log = (broken: readonly number[]) =>
      JSON.stringify({
        status: 'success',
        eval: { model: 'm' },
        samples: [1, 2, 3, 4].map((id) => sample(id, broken.includes(id))),
      });
    const ran = await gateBoth(log([1]), log([]), '.json');
    expect(tableRows(ran, 'flips').map(([name]) => name)).toEqual(['1']);
    expect(finding(ran, 'answers-unscored')).toMatch(/1 answer of the challenger, counted with/u);
    const spared = await gateBoth(log([]), log([1]), '.json');
    expect(spared.record?.metrics[0]).toMatchObject({ baseline: 1, delta: 0 });
    expect(finding(spared, 'cases-added')).toMatch(/^1 case is new, without results of the champ/u);
  });
});

test('repeats that disagree are said to be worth repeating', async () => {
  const random = createRandom(8);
  const coin = () => csv(scoreRows(30, 4, () => Number(random.uniform() < 0.5)));
  const ran = await gateBoth(coin(), coin(), '.csv');
  expect(ran.record?.verdict).toBe('inconclusive');
  expect(finding(ran, 'repeats-would-help')).toMatch(
    /^\d+ % of the interval's variance comes from repeats that disagree/u,
  );
});

test('several judges count by their mean, and their disagreement is shown', async () => {
  const table = (kind: number, strict: number) =>
    csv(
      scoreRows(10, 1, () => 0).flatMap(({ case: name }, i) => [
        { case: name, judge: 'kind', score: kind },
        { case: name, judge: 'strict', score: i < 4 ? strict : kind },
      ]),
    );
  const ran = await gateBoth(table(0.9, 0.3), table(0.8, 0.6), '.csv');
  const judges = ran.record?.tables.find(({ id }) => id === 'judges');
  expect(judges?.title).toBe('Judges disagree on 4 of 20 answers');
  expect(judges?.rows.map(([name]) => name)).toEqual(['kind', 'strict']);
  expect(judges?.rows[0]?.slice(1)).toEqual([
    expect.closeTo(0.8, 12) as number,
    expect.closeTo(0.9, 12) as number,
  ]);
  expect(finding(ran, 'judges-split')).toMatch(/^Some judges see the challenger ahead/u);
});

test('one file with both models is split by variant', async () => {
  const rows = ['old', 'new'].flatMap((model) =>
    scoreRows(6, 1, (number) => (model === 'new' && number === 2 ? 0 : 1)).map((row) => ({
      ...row,
      model,
    })),
  );
  const ran = await gateScores(
    { 'all.csv': csv(rows) },
    { challenger: 'all.csv', champion: 'all.csv' },
    '{ variant: { challenger: new, champion: old } }',
  );
  expect(tableRows(ran, 'flips').map(([name]) => name)).toEqual(['case-02']);
});

test('promptfoo tests that differ only in what they assert stay apart', async () => {
  const row = (value: string, success: boolean) => ({
    score: Number(success),
    success,
    vars: { topic: 'bees' },
    testCase: { assert: [{ type: 'contains', value }] },
    provider: { id: 'local' },
  });
  const file = (second: boolean) =>
    JSON.stringify({ results: { results: [row('honey', true), row('wax', second)] } });
  const ran = await gateBoth(file(false), file(true), '.json');
  expect(ran.record?.tables[0]?.note).toMatch(/^Means over 2 cases × 1 repeat;/u);
  expect(tableRows(ran, 'flips')[0]?.[0]).toMatch(/^topic=bees \[[0-9a-f]{8}\]$/u);
});

test('names from files are text wherever they are shown', async () => {
  const hostile = '@everyone <img src=x onerror=alert(1)> | [x](javascript:1) `a`';
  const table = (score: number) =>
    csv(
      scoreRows(6, 2, () => 1).map((row, i) =>
        i < 2 ? { ...row, case: hostile, score } : i === 2 ? { ...row, score: 0 } : row,
      ),
    );
  const ran = await gateBoth(table(0), table(1), '.csv');
  expect(tableRows(ran, 'flips')[0]?.[0]).toBe(hostile);
  const summary = ran.host.summaries.join('\n');
  const html = readFileSync(join(ran.host.outputs.get('report') ?? ''), 'utf8');
  for (const shown of [summary, html]) {
    expect(shown).toContain('everyone');
    expect(shown).not.toMatch(/<img src=x/u);
  }
  expect(summary).not.toMatch(/\[x\]\(javascript/u);
});
