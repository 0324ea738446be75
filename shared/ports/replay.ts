import type { Digest } from '../domain/digest.ts';
import type { Answer, LabelledAnswer } from '../domain/rollout.ts';
import type { TableReader } from './table-reader.ts';
import type { Traffic } from './traffic.ts';

export interface ReplayOptions {
  readonly traffic: Traffic;
  readonly tables: TableReader;
  /** Relative data paths start here. */
  readonly root: string;
  readonly data: readonly string[];
  /** Columns of the model's one input, in order. undefined: columns are named as the inputs. */
  readonly columns: readonly string[] | undefined;
  /** Requests a second. */
  readonly rate: number;
  /** Whose inputs the rows must fit. */
  readonly model: Digest;
  /** The column of the truth; answers are kept beside it where the data has it. */
  readonly label?: string | undefined;
  /** The output that is the prediction, where a model has several. */
  readonly output?: string | undefined;
}

/** What came of the rows that were sent. */
export interface ReplayTally {
  readonly sent: number;
  /** Requests that got no answer, or one of status 500 and above. */
  readonly failed: number;
  /** Answers by the model that says it gave them. */
  readonly answered: ReadonlyMap<Digest, number>;
}

/** Recorded rows sent as requests at a steady rate, where there are no clients. */
export interface Replay {
  /** Rows read, and those of them that make no request: a value is missing or does not fit. */
  readonly read: number;
  readonly skipped: number;
  /** Ask one model directly, outside the weights. */
  probe(model: Digest): Promise<Answer>;
  /** Whether the rows have labels. */
  readonly isLabelled: boolean;
  /** A model's answers so far, each row once: a row that is sent again tells nothing new. */
  answersOf(model: Digest): readonly LabelledAnswer[];
  start(): void;
  /** End after the requests under way are answered. */
  stop(): Promise<ReplayTally>;
}

/** @throws ActionError (usage): `replay-column-missing`, `replay-empty`, and those of a table reader. */
export type OpenReplay = (options: ReplayOptions) => Promise<Replay>;
