import type { StepRecord, Subject } from '../../../shared/domain/record.ts';
import { ActionError } from '../../../shared/kernel/action-error.ts';
import { said } from './messages.ts';
import type { Candidate, FoundChampion, Standing } from './origin.ts';

/** What the gate concludes, as far as it is looked at here. */
export interface Concluded {
  readonly inputs?: StepRecord['inputs'];
  readonly subject?: Partial<Subject>;
}

export interface Attempted<R> {
  readonly result: R;
  /** undefined: there is no champion, or the user gave its files. */
  readonly standing?: Standing;
  /** Why nothing better stood for the champion. */
  readonly reasons: readonly string[];
}

/**
 * Judge against the best that stands for the champion. What nobody named file by file must not stop
 * the gate: a model that cannot be run gives way to kept predictions, and these, where they are
 * about other rows, to the recorded numbers alone. What is wrong with the challenger shows in the
 * last attempt too, and is thrown from there.
 */
export async function judgeAgainst<R extends Concluded>(
  found: FoundChampion,
  judge: (champion: readonly string[] | undefined) => Promise<R>,
): Promise<Attempted<R>> {
  if (found.kind === 'given') return { result: await judge(found.champion), reasons: [] };
  if (found.kind === 'none') return { result: await judge(undefined), reasons: [] };
  const reasons: string[] = [];
  for (const candidate of found.candidates) {
    try {
      const result = await judge(candidate.champion);
      if (isAbout(candidate, result)) return { result, standing: candidate.kind, reasons };
      reasons.push(said.otherRows);
    } catch (error) {
      if (!(error instanceof ActionError)) throw error;
      reasons.push(
        said.cannotUse(candidate.kind, withName(error.message, candidate, found.origin.name)),
      );
    }
  }
  if (found.candidates.length === 0) reasons.push(said.nothingKept);
  return { result: await judge(undefined), standing: 'numbers', reasons };
}

/** A message that names the place the files were fetched to says nothing to anyone. */
function withName(message: string, { champion }: Candidate, name: string): string {
  return champion.reduce((text, path) => text.replaceAll(path, name), message);
}

/** A model answers for any rows; predictions for those they were made for. */
function isAbout({ about }: Candidate, { inputs, subject }: Concluded): boolean {
  if (about === undefined) return true;
  const data = subject?.data ?? null;
  if (about.data !== null && data !== null && about.data !== data) return false;
  // Scores are paired case by case, and what the champion lacks is said: a case may have come.
  if (inputs?.task === 'scores') return true;
  const testSet = inputs?.['test-set'];
  return about.testSet === null ? testSet === undefined : about.testSet === testSet;
}
