import { describe, expect, test } from 'vitest';
import { twoSidedT } from '../../../shared/stats/student-t.ts';
import { finding, fixture, gateBoth, gateScores, tableRows } from './results.ts';

/*
 * Fifty sums, five repeats each, answered by a function: see test/fixtures/scores. The champion gets
 * 5, 22, 31 and 45 wrong and 7 and 19 now and then; the challenger 12, 40 and 45, and 7 and 33.
 */

const flips = [
  ['sum-12', '5 of 5', '0 of 5', 'passed → failed'],
  ['sum-40', '5 of 5', '0 of 5', 'passed → failed'],
  ['sum-05', '0 of 5', '5 of 5', 'failed → passed'],
  ['sum-22', '0 of 5', '5 of 5', 'failed → passed'],
  ['sum-31', '0 of 5', '5 of 5', 'failed → passed'],
];
const flaky = [
  ['sum-33', '5 of 5', '3 of 5'],
  ['sum-07', '3 of 5', '2 of 5'],
  ['sum-19', '4 of 5', '5 of 5'],
];

describe.each(['promptfoo', 'inspect'])('fifty cases five times, as %s writes them', (tool) => {
  const ran = gateBoth(
    fixture(`${tool}-challenger.json`),
    fixture(`${tool}-champion.json`),
    '.json',
    '{ metrics: { pass-rate: { min: 0.8, max-regression: 0.05 } } }',
  );

  test('are paired by case, whatever their order', async () => {
    const { record } = await ran;
    expect(record?.metrics[0]).toMatchObject({ name: 'pass-rate', value: 0.92 });
    expect(record?.metrics[0]?.baseline).toBeCloseTo(0.908, 12);
    expect(record?.tables[0]?.note).toMatch(/^Means over 50 cases × 5 repeats;/u);
  });

  test('flips are listed, with the repeats that passed', async () => {
    expect(tableRows(await ran, 'flips')).toEqual(flips);
    expect(finding(await ran, 'cases-newly-fail')).toBe(
      '2 cases passed in every repeat of the champion and fail in every repeat of the challenger: "sum-12", "sum-40".',
    );
  });

  test('flaky cases are named flaky and not a regression', async () => {
    expect(tableRows(await ran, 'flaky')).toEqual(flaky);
    expect(finding(await ran, 'cases-flaky')).toBe(
      '3 cases are flaky, as repeats of the same model disagree: "sum-33", "sum-07", "sum-19". Make the check or the prompt firmer, or repeat more often.',
    );
  });

  test('the summary says what is known and how many cases would tell more', async () => {
    const { record, exitCode, host } = await ran;
    expect(record?.summary).toMatch(
      /^Pass rate \+0\.0120 \(95 % interval −0\.\d{4} to \+0\.\d{4}\) on 50 cases × 5 repeats \(2 newly fail, 3 newly pass, 3 are flaky\): inconclusive, as the interval reaches beyond the allowed regression of 0\.05; about \d+ cases would decide$/u,
    );
    expect(record?.verdict).toBe('inconclusive');
    expect(exitCode).toBe(0);
    expect(host.outputs.get('promote')).toBe('false');
  });

  test('latency and tokens are shown with intervals, and judged by nobody', async () => {
    const { record } = await ran;
    const used = record?.metrics.filter(({ name }) => name === 'latency' || name === 'tokens');
    expect(used).toHaveLength(2);
    for (const metric of used ?? []) {
      expect(metric.verdict).toBeUndefined();
      expect(metric.low).toBeLessThanOrEqual(metric.delta ?? Number.NaN);
    }
    expect(used?.[1]).toMatchObject({ baseline: 32, value: 29, delta: -3 });
  });
});

test("Inspect AI's own accuracy and standard error are found again", async () => {
  const log = fixture('inspect-champion.json');
  const { accuracy, stderr } = JSON.parse(log.toString('utf8')).results.scores[0].metrics;
  const ran = await gateScores({ 'log.json': log }, { challenger: 'log.json' });
  const { value, low, high } = ran.record?.metrics[0] ?? {};
  expect(value).toBeCloseTo(accuracy.value, 12);
  expect(((high ?? 0) - (low ?? 0)) / 2 / twoSidedT(0.95, 49)).toBeCloseTo(stderr.value, 12);
});

test("promptfoo's own count of passes is found again", async () => {
  const results = fixture('promptfoo-challenger.json');
  const { successes, failures } = JSON.parse(results.toString('utf8')).results.stats;
  const ran = await gateScores({ 'r.json': results }, { challenger: 'r.json' });
  expect(ran.record?.metrics[0]?.value).toBeCloseTo(successes / (successes + failures), 12);
});

test('a criterion is judged under the name that its tool gives it', async () => {
  const ran = await gateBoth(
    fixture('inspect-challenger.json'),
    fixture('inspect-champion.json'),
    '.json',
    '{ metrics: { match: { max-regression: 0.2 } } }',
  );
  expect(ran.record?.summary).toMatch(
    /^match \+0\.0120 .*: no worse than the champion \(allowed 0\.2\)$/u,
  );
  expect(ran.record?.verdict).toBe('pass');
});

test('an Inspect AI log in its archive form is read as its JSON', async () => {
  const log = fixture('inspect-small.eval');
  const ran = await gateScores({ 'log.eval': log }, { challenger: 'log.eval' });
  expect(ran.record?.inputs.formats).toEqual({ challenger: ['inspect'], champion: null });
  expect(ran.record?.tables[0]?.note).toMatch(/^Means over 6 cases × 2 repeats;/u);
  expect(ran.record?.metrics[0]?.value).toBeCloseTo(5 / 6, 12);
});

test('DeepEval test runs are paired by name', async () => {
  const ran = await gateBoth(
    fixture('deepeval-challenger.json'),
    fixture('deepeval-champion.json'),
    '.json',
  );
  expect(tableRows(ran, 'flips')).toEqual([['sum-05', '0 of 1', '1 of 1', 'failed → passed']]);
  expect(finding(ran, 'cases-ran-once')).toMatch(/^Every case ran once, so a flaky case/u);
});

test("what DeepEval's evaluate() returns is read too, a metric each criterion", async () => {
  const result = (scores: readonly number[]) =>
    JSON.stringify({
      test_results: scores.map((score, i) => ({
        name: `test_case_${i}`,
        input: `question ${i}`,
        success: score >= 0.5,
        metrics_data: [
          { name: 'Faithfulness', threshold: 0.5, score, success: score >= 0.5 },
          { name: 'Toxicity', threshold: 0.5, score: 0.1, success: true },
        ],
      })),
    });
  const ran = await gateBoth(result([0.9, 0.4, 0.8]), result([0.8, 0.6, 0.7]), '.json');
  expect(ran.record?.metrics.map(({ name }) => name)).toEqual([
    'Faithfulness',
    'Toxicity',
    'pass-rate',
  ]);
  // It passes below its threshold, so less of it is better.
  expect(ran.record?.metrics.map(({ better }) => better)).toEqual(['higher', 'lower', 'higher']);
  expect(tableRows(ran, 'flips')).toEqual([['question 1', '1 of 1', '0 of 1', 'passed → failed']]);
});

test('ragas writes a column a metric, and its questions are the cases', async () => {
  const file = (second: number) =>
    `user_input,retrieved_contexts,response,reference,faithfulness,answer_relevancy
"Who, and when?","['a']",x,y,0.9,0.8
Why?,"['b']",x,y,${second},0.7
How?,"['c']",x,y,0.8,
`;
  const ran = await gateBoth(
    file(0.2),
    file(0.9),
    '.csv',
    '{ metrics: { faithfulness: { max-regression: 0.3 } } }',
  );
  expect(ran.record?.inputs.formats).toEqual({ challenger: ['ragas'], champion: ['ragas'] });
  expect(ran.record?.metrics[0]).toMatchObject({ name: 'faithfulness', verdict: 'inconclusive' });
  expect(tableRows(ran, 'flips').map(([name]) => name)).toEqual(['Why?']);
  expect(finding(ran, 'answers-unscored')).toBe(
    'Answers ended in an error or without a score: 1 answer of the challenger, counted with the worst score where the champion has one; 1 answer of the champion, left out.',
  );
});

test('JUnit tests are cases, and what pytest-repeat numbers are their repeats', async () => {
  const report = (failing: readonly string[]) => {
    const tests = ['adds', 'divides', 'sorts[fast]'].flatMap((name) =>
      [1, 2, 3].map((repeat) => {
        const full = name.endsWith(']')
          ? `${name.slice(0, -1)}-${repeat}-3]`
          : `${name}[${repeat}-3]`;
        const body = failing.includes(full) ? '<failure message="1 &lt; 2">no</failure>' : '';
        return `<testcase classname="suite" name="${full}" time="0.25">${body}</testcase>`;
      }),
    );
    return `<?xml version="1.0"?><testsuites><testsuite name="s">${tests.join('')}</testsuite></testsuites>`;
  };
  const all = ['adds[1-3]', 'adds[2-3]', 'adds[3-3]'];
  const ran = await gateBoth(report([...all, 'sorts[fast-2-3]']), report([]), '.xml');
  expect(tableRows(ran, 'flips')).toEqual([['suite::adds', '3 of 3', '0 of 3', 'passed → failed']]);
  expect(tableRows(ran, 'flaky')).toEqual([['suite::sorts[fast]', '3 of 3', '2 of 3']]);
  expect(ran.record?.metrics.find(({ name }) => name === 'latency')).toMatchObject({
    value: 0.25,
    unit: 's',
  });
});

test("promptfoo's lines of JSON are read as its JSON", async () => {
  const lines = (name: string) => {
    const { results } = JSON.parse(fixture(name).toString('utf8')).results;
    return results.map((row: unknown) => JSON.stringify(row)).join('\n');
  };
  const own = lines('promptfoo-challenger.json');
  const ran = await gateBoth(own, lines('promptfoo-champion.json'), '.jsonl');
  expect(tableRows(ran, 'flips')).toEqual(flips);
  const cut = await gateScores({ 'r.jsonl': own.slice(0, -9) }, { challenger: 'r.jsonl' });
  expect(cut.log).toMatch(/r\.jsonl is not whole JSON: line 250: /u);
  expect(cut.exitCode).toBe(2);
});
