import { expect, test } from 'vitest';
import { stepNames } from '../../../shared/domain/step.ts';
import { chainOf } from '../../../shared/hosts/chain-of-model.ts';
import { markRunning, mergeSection } from '../../../shared/report/comment.ts';
import { parseRunning } from '../../../shared/report/running.ts';
import { parseSections } from '../../../shared/report/sections.ts';
import { mergeAll, mergeRunning } from '../../gallery/forge-html.ts';
import { commit, data, gate, training } from '../../gallery/records.ts';

const since = new Date('2026-01-31T14:01:20Z');
const options = { limit: 65_536, now: new Date('2026-01-31T14:02:00Z') };
const rows = (body: string): string[] =>
  body.split('\n').filter((line) => /^\| \S+\u00a0\*\*/u.test(line));

test('a table of a known chain has its rows from the start, each where it will stay', () => {
  const heights = [[data], [data, training], [data, training, gate]].map(
    (records) => rows(mergeAll(records, 65_536, stepNames)).length,
  );
  expect(heights).toEqual([6, 6, 6]);
  const chain = chainOf({ train: { command: 'python train.py' }, evaluate: {} } as never);
  expect(chain).toEqual(['train-on-gpu-runner', 'evaluate-gate']);
  expect(mergeAll([training], 65_536, chain)).toContain('1 of 2 steps have run.');
  expect(rows(mergeAll([training], 65_536, chain))[1]).toContain('**not run yet**');
  expect(chainOf({})).toBeUndefined();
});

test('a step that begins changes the head alone, and its own report takes its row', () => {
  const running = { step: 'evaluate-gate', since, commit } as const;
  const before = mergeAll([data, training]);
  const body = mergeRunning([data, training], running);
  for (const [step, { text }] of parseSections(before)) {
    expect(parseSections(body).get(step)?.text).toBe(text);
  }
  expect(parseRunning(body).get('evaluate-gate')).toEqual(running);
  const report = { ...gate, started: since.toISOString() };
  expect(parseRunning(mergeSection(body, report, options)).size).toBe(0);
});

test('one for a newer commit outdates what is there, and is outdated by the next', () => {
  const next = 'b'.repeat(40);
  const body = mergeRunning([data], { step: 'data-validate', since, commit: next });
  expect(body).toContain('### 🔄 Running · flights: Data is under way');
  expect(body).toContain('0 of 6 steps have run for this commit, 1 for an older one only.');
  const third = { step: 'evaluate-gate', since: options.now, commit: 'c'.repeat(40) } as const;
  const newest = markRunning(body, 'flights', third, options) ?? '';
  expect([...parseRunning(newest).keys()]).toEqual(['evaluate-gate']);
});

test('where there is no room, sections come first', () => {
  const own = { step: 'evaluate-gate', since, commit } as const;
  const body = mergeAll([data, training]);
  expect(markRunning(body, 'flights', own, { ...options, limit: body.length })).toBeUndefined();
});
