/** What a file of results can come from. */
export const formats = ['promptfoo', 'inspect', 'deepeval', 'ragas', 'junit', 'table'] as const;
export type Format = (typeof formats)[number];

/** One criterion's score of one answer, by one judge. */
export interface CriterionScore {
  readonly criterion: string;
  /** null: the tool could not score it. */
  readonly score: number | null;
  /** undefined: the tool does not say, so the score decides. */
  readonly passed?: boolean | undefined;
  readonly judge?: string | undefined;
}

/** One answer to one case. */
export interface Attempt {
  /** What the case is called in every file. */
  readonly case: string;
  /** As the tool numbers it; undefined: in the order of the file. */
  readonly repeat?: string | undefined;
  /** The provider, prompt or model that answered, where the file can hold several. */
  readonly variant?: string | undefined;
  /** Whether the answer as a whole passed; undefined: where all its criteria do. */
  readonly passed?: boolean | undefined;
  readonly scores: readonly CriterionScore[];
  /** The model or the scorer ended in an error, so that there is no score. */
  readonly failed?: boolean | undefined;
  /** In seconds. */
  readonly latency?: number | undefined;
  readonly tokens?: number | undefined;
  readonly cost?: number | undefined;
  /** What the file says of the case beside its results: topic, language. To slice by. */
  readonly metadata?: Metadata | undefined;
}

export type Metadata = Readonly<Record<string, string>>;

/** What a reader makes of one file. */
export interface ReadScores {
  readonly format: Format;
  readonly attempts: readonly Attempt[];
  /** Criteria of which the file shows that a low score is the good one. */
  readonly lower?: readonly string[];
}

/** A column or property that may be missing or null, as a number. */
export function amount(value: number | null | undefined): number | undefined {
  return value ?? undefined;
}

/** What can be a slice's value: text, numbers and booleans, each as text. Anything else is left out. */
export function metadataOf(...sources: readonly unknown[]): Metadata {
  const entries = sources.flatMap((source) =>
    typeof source === 'object' && source !== null ? Object.entries(source) : [],
  );
  const simple = entries.filter(([, value]) =>
    ['string', 'number', 'boolean'].includes(typeof value),
  );
  return Object.fromEntries(simple.map(([name, value]) => [name, String(value)]));
}

/** What a single score is called where the tool gives it no name. */
export const onlyCriterion = 'score';
