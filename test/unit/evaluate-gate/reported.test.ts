import { describe, expect, test } from 'vitest';
import { gate } from './predictions.ts';

const config = 'metrics: { auc: { max-regression: 0.01 } }';

function judge(
  challenger: unknown,
  champion: unknown,
  policy = config,
  inputs: Readonly<Record<string, string>> = {},
) {
  const write = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));
  const files = { 'a.json': write(challenger), 'b.json': write(champion), 'policy.yml': policy };
  const both = { challenger: 'a.json', champion: 'b.json', policy: 'policy.yml' };
  return gate(files, { ...both, ...inputs });
}

const sure = (value: number) => ({ auc: { value, 'standard-error': 0.002, n: 10_000 } });

describe('a metrics file with uncertainty', () => {
  test('is judged against the champion, as of two models measured apart', async () => {
    const { record } = await judge(sure(0.82), sure(0.8));
    const half = 1.959963984540054 * 0.002 * Math.SQRT2;
    const [auc] = record?.metrics ?? [];
    expect(auc).toMatchObject({ name: 'auc', value: 0.82, baseline: 0.8, verdict: 'pass' });
    expect(auc?.low).toBeCloseTo(0.02 - half, 12);
    expect(auc?.high).toBeCloseTo(0.02 + half, 12);
    expect(record?.summary).toBe(
      'AUC +0.0200 (95 % interval +0.0145 to +0.0255) as reported: better than the champion',
    );
    expect(record?.tables[0]?.note).toContain('Read from metrics files, not computed here.');
  });

  test('fails where it is worse, and says how many rows would decide where it is not clear', async () => {
    const worse = await judge(sure(0.7), sure(0.8));
    expect(worse.exitCode).toBe(1);
    expect(worse.record?.summary).toContain(
      'worse than the champion by more than the allowed 0.01',
    );
    const unclear = await judge(sure(0.787), sure(0.8));
    expect(unclear.record?.verdict).toBe('inconclusive');
    expect(unclear.record?.summary).toMatch(/about [\d,]+ rows would decide$/u);
  });

  test('an interval of another level is brought to the asked one', async () => {
    const at99 = { auc: { value: 0.8, low: 0.79, high: 0.81, level: 0.99 } };
    const { record } = await judge(at99, sure(0.8), 'metrics: { auc: { min: 0.7 } }', {
      champion: '',
    });
    expect(record?.metrics[0]?.high).toBeCloseTo(
      0.8 + (0.01 * 1.959963984540054) / 2.5758293035489,
      9,
    );
  });
});

describe('bare values', () => {
  test('are inconclusive, and the verdict says why', async () => {
    const { record, exitCode } = await judge({ auc: 0.9 }, { auc: 0.8 });
    expect(record?.verdict).toBe('inconclusive');
    expect(record?.summary).toBe(
      'AUC +0.1000 as reported: inconclusive, as no interval can be given for a bare value',
    );
    expect(record?.findings.find(({ code }) => code === 'no-interval')?.message).toContain(
      'No interval can be given for AUC',
    );
    expect(record?.metrics[0]).not.toHaveProperty('low');
    expect(exitCode).toBe(0);
  });

  test('count as exact where the policy takes them so', async () => {
    const policy = `accept-point-estimates: true\n${config}`;
    const { record } = await judge({ roc_auc: 0.795 }, { auc: 0.8 }, policy);
    expect(record?.verdict).toBe('pass');
    expect(record?.summary).toContain('(a bare value, taken as exact) as reported: no worse');
    const worse = await judge({ auc: 0.7 }, { auc: 0.8 }, policy);
    expect(worse.record?.verdict).toBe('fail');
  });
});

test.each([
  ["MLflow's", { metrics: { auc: 0.9, log_loss: 0.3 } }],
  ["a run of MLflow's REST API", { data: { metrics: [{ key: 'auc', value: 0.9, step: 0 }] } }],
  [
    "a record of this suite's",
    {
      schema: 1,
      metrics: [
        { name: 'auc', value: 0.9, slice: 'x = 1' },
        { name: 'auc', value: 0.9 },
      ],
    },
  ],
])('%s file is read', async (_, file) => {
  const policy = 'accept-point-estimates: true\nmetrics: { auc: { min: 0.8 } }';
  const { record } = await judge(file, {}, policy, { champion: '' });
  expect(record?.verdict).toBe('pass');
  expect(record?.metrics[0]).toMatchObject({ name: 'auc', value: 0.9 });
});

test('a CSV of names and values', async () => {
  const files = {
    'm.csv': 'name,value,low,high\nauc,0.9,0.88,0.92\ntickets,41,,\n',
    'policy.yml': 'metrics: { auc: { min: 0.85 } }',
  };
  const { record } = await gate(files, { challenger: 'm.csv', policy: 'policy.yml' });
  expect(record?.verdict).toBe('pass');
  expect(record?.metrics).toContainEqual({ name: 'tickets', value: 41 });
});

test('a metric of our own name is judged in the direction that the policy says', async () => {
  const policy = 'custom: { tickets: { better: lower, max-regression: 1 } }';
  const tickets = (value: number) => ({ tickets: { value, standard_error: 0.5 } });
  const better = await judge(tickets(30), tickets(40), policy);
  expect(better.record?.verdict).toBe('pass');
  expect(better.record?.metrics[0]).toMatchObject({ name: 'tickets', better: 'lower' });
  const worse = await judge(tickets(50), tickets(40), policy);
  expect(worse.record?.verdict).toBe('fail');
  const undirected = await judge(tickets(50), tickets(40), 'custom: { tickets: { min: 1 } }');
  expect(undirected.exitCode).toBe(2);
  expect(undirected.log).toContain('custom.tickets.better');
});

test.each([
  {
    name: 'a metric that the file lacks',
    file: { f1: 0.9 },
    says: "The policy names auc, which the challenger's metrics file does not have.",
    code: 1,
  },
  {
    name: 'a value that is no number',
    file: { auc: { value: 'high' } },
    says: 'value of "auc" is "high"',
    code: 2,
  },
  { name: 'a NaN written as null', file: { auc: null }, says: 'value of "auc" is null', code: 2 },
  {
    name: 'an interval beside its value',
    file: { auc: { value: 0.9, low: 0.91, high: 0.95 } },
    says: 'the interval of "auc" does not contain its value',
    code: 2,
  },
  {
    name: 'a metric twice',
    file: { auc: 0.9, roc_auc: 0.8 },
    says: 'has the metric "auc" more than once',
    code: 2,
  },
])('$name is said', async ({ file, says, code }) => {
  const { log, exitCode } = await judge(file, sure(0.8));
  expect(log).toContain(says);
  expect(exitCode).toBe(code);
});

test('rules that need rows are refused, not passed over', async () => {
  const { log, exitCode } = await judge(sure(0.9), sure(0.8), `slices: [origin]\n${config}`);
  expect(log).toContain('The policy has evaluate.slices, which needs predictions row by row');
  expect(exitCode).toBe(2);
});

test('predictions of the champion cannot be compared with a metrics file', async () => {
  const files = {
    'a.json': JSON.stringify(sure(0.9)),
    'b.csv': 'id,prediction,label\n1,0.5,1\n',
    'policy.yml': config,
  };
  const inputs = { challenger: 'a.json', champion: 'b.csv', policy: 'policy.yml' };
  const { log, exitCode } = await gate(files, inputs);
  expect(log).toContain('The challenger is a metrics file, and b.csv of the champion is not.');
  expect(exitCode).toBe(2);
});

test('a rule for a metric of our own, which predictions cannot have, is refused', async () => {
  const files = {
    'a.csv': 'id,prediction,label\n1,0.5,1\n2,0.4,0\n',
    'policy.yml': 'custom: { tickets: { better: lower } }',
  };
  const { log, exitCode } = await gate(files, { challenger: 'a.csv', policy: 'policy.yml' });
  expect(log).toContain('The policy has a rule for "tickets" in evaluate.custom');
  expect(exitCode).toBe(2);
});
