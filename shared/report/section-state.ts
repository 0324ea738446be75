import { z } from 'zod';
import { digestSchema } from '../domain/digest.ts';
import type { StepRecord } from '../domain/record.ts';
import { stepSchema } from '../domain/step.ts';
import { verdictSchema } from '../domain/verdict.ts';
import { plainText } from './escape.ts';
import { keyFact } from './key-fact.ts';
import { flagsOf } from './repeat-command.ts';

/** The version of the hidden state; readers leave sections of other versions as they are. */
export const stateVersion = 1;

const mostFlags = 300;
const short = (max: number) => z.string().max(max * 2);
const time = z.iso.datetime({ offset: true }).max(40);

/**
 * What the head of the comment needs to know of a section, hidden in the section's marker: a job
 * that has only its own record can still draw the whole head.
 */
const stateSchema = z.strictObject({
  step: stepSchema,
  verdict: verdictSchema,
  summary: short(240),
  number: short(80).optional(),
  detail: short(160).optional(),
  model: short(80),
  commit: short(64).nullable(),
  dirty: z.boolean().nullable(),
  data: digestSchema.nullable(),
  modelDigest: digestSchema.nullable(),
  environment: digestSchema.nullable(),
  started: time,
  finished: time,
  /** The inputs that were given, as flags; an ellipsis where they are too long for a comment. */
  flags: short(mostFlags).optional(),
});
export type SectionState = z.infer<typeof stateSchema>;

export function stateOf(record: StepRecord, commit: string | undefined): SectionState {
  const fact = keyFact(record);
  const flags = flagsOf(record);
  const { subject } = record;
  const known = subject.commit ?? commit;
  return {
    step: record.step,
    verdict: record.verdict,
    summary: plainText(record.summary, 240),
    ...(fact && { number: plainText(fact.number, 80), detail: plainText(fact.detail, 160) }),
    model: plainText(record.model, 80),
    commit: known === undefined ? null : plainText(known, 64),
    dirty: subject.dirty,
    data: subject.data,
    modelDigest: subject.model,
    environment: subject.environment,
    started: record.started,
    finished: record.finished,
    ...(flags !== '' && { flags: flags.length > mostFlags ? '…' : flags }),
  };
}

export function encodeState(state: SectionState): string {
  return Buffer.from(JSON.stringify(state)).toString('base64url');
}

/** undefined: not a state, whoever wrote it. */
export function decodeState(text: string): SectionState | undefined {
  if (text.length > 8000) return undefined;
  try {
    const parsed = stateSchema.safeParse(
      JSON.parse(Buffer.from(text, 'base64url').toString('utf8')),
    );
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}
