/**
 * How far a repository answers a question by itself. `sure`: nobody is asked. `likely`: asked where
 * somebody can answer, else taken. `guess`: only offered as the default of a question.
 */
export type Certainty = 'sure' | 'likely' | 'guess';

/** What was found for one question, and why. */
export interface Choice<T> {
  readonly value: T;
  readonly certainty: Certainty;
  /** Half a sentence: `train.py, line 9, takes it as y`. */
  readonly reason: string;
}

/** A question that was settled, as it is shown. */
export interface Settled {
  readonly topic: string;
  readonly value: string;
  readonly reason: string;
}
