import { describe, expect, test } from 'vitest';
import { measuresOf } from '../../../actions/evaluate-gate/scores/measures.ts';
import type { PairedCase } from '../../../actions/evaluate-gate/scores/pair-cases.ts';
import type { CaseResults } from '../../../actions/evaluate-gate/scores/side.ts';
import {
  judgeScoreSlices,
  type SliceReport,
} from '../../../actions/evaluate-gate/scores/slices.ts';
import { scoresSchema } from '../../../shared/config/sections/scores.ts';
import { createRandom } from '../../../shared/stats/random.ts';
import { csv, finding, gateBoth, gateScores, type Row, scoreRows, tableRows } from './results.ts';

const topics = ['billing', 'delivery', 'returns', 'other'];

/** Scores about 0.7 of 80 cases of four topics, but for what one topic loses. */
function byTopic(seed: number, loss = 0, topic = 'returns'): Row[] {
  const random = createRandom(seed);
  return scoreRows(80, 2, () => 0).map((row, i) => {
    const own = topics[Math.floor(i / 2) % topics.length] ?? '';
    const about = 0.7 - (own === topic ? loss : 0) + 0.05 * random.normal();
    return { ...row, score: Math.min(1, Math.max(0, about)), topic: own, part: (i >> 1) % 5 };
  });
}

const silent = scoresSchema.parse({ slices: { by: ['topic', 'part'] } });
const added = { names: [], failing: 0 };

const policy = (slices: string) =>
  `{ slices: ${slices}, metrics: { score: { max-regression: 0.1 } } }`;

describe('cases by topic', () => {
  test('are judged value by value: one worse topic fails what is fine as a whole', async () => {
    const ran = await gateBoth(
      csv(byTopic(1, 0.25)),
      csv(byTopic(2)),
      '.csv',
      policy('{ by: [topic] }'),
    );
    expect(ran.record?.verdict).toBe('fail');
    expect(ran.record?.summary).toBe(
      'Worse in topic = returns by score (20 cases), beyond the allowed change',
    );
    expect(finding(ran, 'slice-worse')).toMatch(
      /^topic = returns: worse than the champion by score −0\.2\d+, beyond the allowed change \(20 cases\)\.$/u,
    );
    const rows = tableRows(ran, 'slices');
    expect(rows).toHaveLength(4);
    expect(rows[0]?.slice(0, 2)).toEqual(['topic = returns', 20]);
    expect(rows[0]?.at(-1)).toMatchObject({ verdict: 'fail', text: 'worse (allowed 0.1)' });
    const slice = ran.record?.metrics.find((metric) => metric.slice === 'topic = returns');
    expect(slice).toMatchObject({ name: 'score', verdict: 'fail' });
    expect(JSON.parse(ran.host.outputs.get('metrics') ?? '').score.verdict).toBe('pass');
  });

  test('without a difference are called worse no more often than Benjamini and Hochberg allow', () => {
    const random = createRandom(5);
    const worlds = Array.from({ length: 200 }, () => {
      const cases = Array.from({ length: 60 }, (_, i): PairedCase => {
        const metadata = [{ topic: topics[i % 4] ?? '', part: String(i % 3) }];
        const side = (): CaseResults => ({
          ...{ scores: new Map(), latency: [], tokens: [], cost: [], metadata },
          passes: Array.from({ length: 5 }, () => random.uniform() < 0.6),
        });
        return { name: `case ${i}`, challenger: side(), champion: side() };
      });
      const [measure] = measuresOf({ cases, criteria: [], added }, silent);
      if (measure === undefined) throw new TypeError('there is always a pass rate');
      const question = { measure, rule: { required: true, 'max-regression': 0 }, level: 0.95 };
      return judgeScoreSlices(cases, { ...question, slices: silent.slices });
    });
    const isWorse = (report: SliceReport | undefined) =>
      report?.judged.some(({ outcome }) => outcome === 'worse') ?? false;
    expect(worlds[0]?.judged).toHaveLength(7);
    // Of 5 % of two-sided claims one half is on this side; three standard errors above it.
    expect(worlds.filter(isWorse).length / 200).toBeLessThanOrEqual(0.025 + 0.033);
  });

  test('in slices too small are counted, and named by the input as well', async () => {
    const files = { 'new.csv': csv(byTopic(1)), 'old.csv': csv(byTopic(2)) };
    const inputs = { challenger: 'new.csv', champion: 'old.csv', slices: 'topic' };
    const ran = await gateScores(files, inputs, policy('{ min-cases: 30 }'));
    const table = ran.record?.tables.find(({ id }) => id === 'slices');
    expect(table?.note).toBe(
      'Score, worst first; "better" and "worse" hold for all together (Benjamini-Hochberg). 4 slices with fewer than 30 cases not judged.',
    );
  });

  test('are shown without a champion, and judged by the measure that the policy names', async () => {
    const files = { 'new.csv': csv(byTopic(1, 0.3)) };
    const slices = '{ slices: { by: [topic], metric: pass-rate }, pass-at: 0.55 }';
    const ran = await gateScores(files, { challenger: 'new.csv' }, slices);
    const table = ran.record?.tables.find(({ id }) => id === 'slices');
    expect(table?.columns.map(({ title }) => title)).toEqual(['slice', 'cases', 'pass rate']);
    expect(table?.rows.at(0)?.[0]).toBe('topic = returns');
  });

  test.each([
    [
      '{ by: [subject] }',
      'slice-not-found',
      'The policy slices cases by "subject", which no case has.',
    ],
    [
      '{ by: [topic], metric: tone }',
      'slices-not-judged',
      'The policy names "tone", which the results do not hold for at least two cases. They hold: "pass-rate", "score".',
    ],
  ])('by %s fail with %s', async (slices, code, said) => {
    const ran = await gateBoth(csv(byTopic(1)), csv(byTopic(2)), '.csv', policy(slices));
    expect(ran.record?.verdict).toBe('fail');
    expect(finding(ran, code)).toContain(said);
    expect(ran.record?.summary).toContain(said);
  });

  test('that lie in two slices of a column stop the run', async () => {
    const moved = byTopic(1).map((row, i) => (i === 3 ? { ...row, topic: 'other' } : row));
    const ran = await gateBoth(csv(moved), csv(byTopic(2)), '.csv', policy('{ by: [topic] }'));
    expect(ran.exitCode).toBe(2);
    expect(ran.log).toContain(
      'Case "case-02" has several values of "topic": "delivery" and "other".',
    );
  });
});

test("tools' own metadata can be sliced by", async () => {
  const log = (shift: number) => ({
    status: 'success',
    eval: { model: 'm', task: 't' },
    samples: Array.from({ length: 24 }, (_, i) => ({
      id: i,
      epoch: 1,
      metadata: { level: i % 2 === 0 ? 'easy' : 'hard', tags: ['a'] },
      scores: { match: { value: i % 2 === 0 || i % 3 === shift ? 'C' : 'I' } },
    })),
  });
  const files = { 'new.json': JSON.stringify(log(1)), 'old.json': JSON.stringify(log(2)) };
  const inputs = { challenger: 'new.json', champion: 'old.json', slices: 'level' };
  const ran = await gateScores(files, inputs);
  expect(tableRows(ran, 'slices').map((row) => row[0])).toEqual(['level = hard', 'level = easy']);
});
