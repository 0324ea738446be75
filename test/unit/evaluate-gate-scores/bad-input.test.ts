import { describe, expect, test } from 'vitest';
import { csv, fixture, gateBoth, gateScores, scoreRows } from './results.ts';

const good = csv(scoreRows(6, 2, (number) => number / 10));

/** A file as the challenger's, alone. */
function only(name: string, content: string | Buffer, policy = '{}') {
  return gateScores({ [name]: content }, { challenger: name }, policy);
}

describe('a file that no tool writes stops with its own message', () => {
  test.each([
    [
      'half a JSON file',
      'r.json',
      '{"results": {"results": [',
      /r\.json is not whole JSON: .*run the evaluation again/su,
    ],
    [
      'JSON of something else',
      'r.json',
      '{"accuracy": 0.9}',
      /r\.json is no result that is known here: its keys are accuracy/u,
    ],
    ['an empty object', 'r.json', '{}', /nothing in it/u],
    ['an empty file', 'r.json', '', /is empty \(0 bytes\)/u],
    [
      'promptfoo without scores',
      'r.json',
      '{"results": {"results": [{"success": true}]}}',
      /read as a promptfoo result, but results\.results\[0\]\.score is wrong.*promptfoo eval -o results\.json/su,
    ],
    [
      'promptfoo without rows',
      'r.json',
      '{"results": {"results": []}}',
      /is a promptfoo result without a single answer/u,
    ],
    [
      'Inspect AI that was interrupted',
      'r.json',
      '{"status": "cancelled", "eval": {"model": "m"}, "samples": []}',
      /ended with status "cancelled", so cases are missing.*inspect eval-retry/su,
    ],
    [
      'Inspect AI without samples',
      'r.json',
      '{"status": "success", "eval": {"model": "m"}}',
      /an Inspect AI log without a single answer.*--no-log-samples/su,
    ],
    [
      'Inspect AI with words for scores',
      'r.json',
      '{"status": "success", "eval": {}, "samples": [{"id": 1, "epoch": 1, "scores": {"match": {"value": "great"}}}]}',
      /scorer match gives sample 1 the value "great", which is neither a number nor C, I, P or N/u,
    ],
    [
      'Inspect AI with a list of scores',
      'r.json',
      '{"status": "success", "eval": {}, "samples": [{"id": 1, "epoch": 1, "scores": {"match": {"value": [1, 0]}}}]}',
      /gives sample 1 a list of values/u,
    ],
    [
      'DeepEval without names',
      'r.json',
      '{"testCases": [{"success": true}]}',
      /read as a DeepEval result, but testCases\[0\]\.name is wrong.*DEEPEVAL_RESULTS_FOLDER/su,
    ],
    [
      'XML that is cut off',
      'r.xml',
      '<testsuites><testsuite>',
      /read as a JUnit report, but line \d+ is no XML.*--junit-xml/su,
    ],
    [
      'XML of something else',
      'r.xml',
      '<html><body/></html>',
      /no element testsuites or testsuite/u,
    ],
    [
      'XML that declares entities',
      'r.xml',
      '<!DOCTYPE a [<!ENTITY b "c">]><testsuites/>',
      /declares a document type/u,
    ],
    [
      'JUnit without names',
      'r.xml',
      '<testsuite><testcase/></testsuite>',
      /a testcase has no name/u,
    ],
    [
      'JUnit without tests',
      'r.xml',
      '<testsuites><testsuite name="a"/></testsuites>',
      /is a JUnit report without a single answer/u,
    ],
    [
      'a table without cases',
      'r.csv',
      'item,score\na,1\n',
      /The challenger table has no column for the case .*evaluate\.scores\.columns\.case/su,
    ],
    [
      'a table without scores',
      'r.csv',
      'case,points\na,1\n',
      /has no column for the score .*evaluate\.scores\.columns\.score/su,
    ],
    [
      'a table with words for scores',
      'r.csv',
      'case,score\na,1\nb,0.5\nc,high\n',
      /Column "score" of the challenger table holds 1 value that is no number/u,
    ],
    [
      'a table with a nameless case',
      'r.csv',
      'case,score\na,1\n,1\n',
      /1 answer of the challenger has no case/u,
    ],
    ['a table without rows', 'r.csv', 'case,score\n', /without a single answer|no number/u],
    [
      'one case',
      'r.csv',
      'case,score\na,1\na,0\n',
      /There is 1 case to judge by; an interval needs at least 2/u,
    ],
    [
      'scores as percentages',
      'r.csv',
      'case,score\na,87\nb,91\n',
      /scores case "a" with 87 by "score", outside the range from 0 to 1.*evaluate\.scores\.range/su,
    ],
    [
      'a repeat twice',
      'r.csv',
      'case,repeat,score\na,1,1\na,1,0\nb,1,1\n',
      /has repeat "1" of case "a" twice/u,
    ],
    [
      'several models',
      'r.csv',
      'case,model,score\na,x,1\na,y,0\nb,x,1\n',
      /holds results of 2 providers, prompts or models: "x", "y".*evaluate\.scores\.variant\.challenger/su,
    ],
  ])('%s', async (_what, name, content, message) => {
    const ran = await only(name, content);
    expect(ran.log).toMatch(message);
    expect(ran.exitCode).toBe(2);
    expect(ran.record?.verdict).toBe('fail');
    expect(ran.host.outputs.get('promote')).not.toBe('true');
  });

  test('an archive that is cut off', async () => {
    const log = fixture('inspect-small.eval');
    const ran = await only('log.eval', log.subarray(0, 9000));
    expect(ran.log).toMatch(/archive is damaged or unfinished: it has no table of contents/u);
    expect(ran.exitCode).toBe(2);
  });

  test('a format that the policy names and the file is not', async () => {
    const ran = await only('r.json', '{"testCases": []}', '{ format: promptfoo }');
    expect(ran.log).toMatch(/read as a promptfoo result, but results is wrong/u);
    expect(ran.exitCode).toBe(2);
  });
});

test("promptfoo's own XML is told from JUnit's", async () => {
  const ran = await only('r.xml', '<promptfoo><results/></promptfoo>');
  expect(ran.log).toMatch(
    /no element testsuites or testsuite \(promptfoo's own XML: write results/u,
  );
});

test("Python's NaN is a score that is missing, not a broken file", async () => {
  const sample = (id: string, value: string) =>
    `{"id": "${id}", "epoch": 1, "scores": {"match": {"value": ${value}, "answer": "NaN, \\"NaN"}}}`;
  const log = `{"status": "success", "eval": {}, "samples": [${sample('a', '1')}, ${sample('b', 'NaN')}, ${sample('c', '1.0')}]}`;
  const ran = await only('r.json', log);
  expect(ran.record?.metrics[0]).toMatchObject({ name: 'pass-rate', value: expect.closeTo(2 / 3) });
  expect(ran.record?.findings.map(({ code }) => code)).toContain('answers-unscored');
});

describe('two files that do not belong together stop', () => {
  test.each([
    [
      'no common case',
      'case,score\nx,1\ny,1\n',
      /no case in common: the one has "x", the other "case-01"/u,
    ],
    [
      'a case the challenger lacks',
      csv(scoreRows(5, 2, () => 0.5)),
      /The challenger lacks 1 of the champion's 6 cases: "case-06"/u,
    ],
  ])('%s', async (_what, challenger, message) => {
    const ran = await gateBoth(challenger, good, '.csv');
    expect(ran.log).toMatch(message);
    expect(ran.exitCode).toBe(2);
  });

  test('a criterion the challenger was not judged by', async () => {
    const rows = scoreRows(4, 1, () => 0.5);
    const both = [
      ...rows.map((row) => ({ ...row, criterion: 'tone' })),
      ...rows.map((row) => ({ ...row, criterion: 'truth' })),
    ];
    const ran = await gateBoth(csv(both.slice(0, 6)), csv(both), '.csv');
    expect(ran.log).toMatch(
      /The challenger has no "truth" for 2 cases that the champion was judged on: "case-03", "case-04"/u,
    );
    expect(ran.exitCode).toBe(2);
  });
});

describe('a policy that cannot be meant stops', () => {
  test('a metric of predictions', async () => {
    const ran = await gateScores(
      { 'r.csv': good },
      { challenger: 'r.csv' },
      '{}',
      'metrics: { auc: { min: 0.6 } }',
    );
    expect(ran.log).toMatch(/`evaluate\.metrics` is for predictions.*evaluate\.scores\.metrics/su);
    expect(ran.exitCode).toBe(2);
  });

  test('an input for predictions', async () => {
    const inputs = { challenger: 'r.csv', label: 'late' };
    const ran = await gateScores({ 'r.csv': good }, inputs);
    expect(ran.log).toMatch(/The input "label" is for predictions.*Leave it out/su);
    expect(ran.exitCode).toBe(2);
  });

  test('rules for scores where the task is another', async () => {
    const config =
      'version: 1\nmodels: { assistant: { task: binary, evaluate: { scores: {} } } }\n';
    const ran = await gateScores({ 'r.csv': good, 'mlops.yml': config }, { challenger: 'r.csv' });
    expect(ran.log).toMatch(/the task of this model is binary, so they would do nothing/u);
    expect(ran.exitCode).toBe(2);
  });

  test('a variant that is not there, with the nearest one', async () => {
    const file = 'case,model,score\na,gpt-a,1\nb,gpt-a,1\n';
    const ran = await only('r.csv', file, '{ variant: { challenger: gpt-b } }');
    expect(ran.log).toMatch(/has no results of "gpt-b".*Did you mean "gpt-a"\?/su);
    expect(ran.exitCode).toBe(2);
  });

  test('a typo in the section', async () => {
    const ran = await only('r.csv', good, '{ metrisc: {} }');
    expect(ran.log).toMatch(/metrisc.*metrics/su);
    expect(ran.exitCode).toBe(2);
  });
});

test('a metric that the results lack fails, by name', async () => {
  const policy = '{ metrics: { faithfullness: { min: 0.5 } } }';
  const ran = await gateBoth(good, good, '.csv', policy);
  expect(ran.record?.verdict).toBe('fail');
  expect(ran.record?.summary).toBe(
    'The policy names "faithfullness", which the results do not hold for at least two cases. They hold: "pass-rate", "score".',
  );
  expect(ran.exitCode).toBe(1);
});
