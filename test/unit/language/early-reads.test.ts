import { expect, test } from 'vitest';
import { memberAt, membersOf } from './catalogues.ts';
import { readWhileLoading } from './early-reads.ts';
import { sourceFiles } from './sentences.ts';

// A bare text that is read while modules are loaded stays in the language of that moment. What is
// called or looked into later answers in the language of then.
test('no text is taken out of a catalogue before the language is known', async () => {
  const early = sourceFiles()
    .filter((file) => !file.endsWith('messages.ts'))
    .flatMap((file) => readWhileLoading(file).map((read) => ({ file, ...read })));
  const members = await Promise.all(early.map(({ catalogue }) => membersOf(catalogue)));
  const kept = early.filter(({ path }, i) => typeof memberAt(members[i] ?? {}, path) === 'string');
  expect(early.length).toBeGreaterThan(0);
  expect(kept).toEqual([]);
});
