import { z } from 'zod';
import {
  type Attempt,
  amount,
  type CriterionScore,
  metadataOf,
  type ReadScores,
} from '../attempt.ts';
import { malformed, unfinished } from '../errors.ts';
import { checked } from './checked.ts';

const simpleValue = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const scoreSchema = z.object({
  value: z.union([simpleValue, z.record(z.string(), simpleValue), z.array(simpleValue)]),
});

export const sampleSchema = z.object({
  id: z.union([z.string(), z.number()]),
  epoch: z.number(),
  scores: z.record(z.string(), scoreSchema).nullish(),
  metadata: z.record(z.string(), z.unknown()).nullish(),
  error: z.unknown().optional(),
  total_time: z.number().nullish(),
  model_usage: z
    .record(
      z.string(),
      z.object({ total_tokens: z.number().nullish(), total_cost: z.number().nullish() }),
    )
    .nullish(),
});
type Sample = z.infer<typeof sampleSchema>;

const logSchema = z.object({
  status: z.string(),
  eval: z.object({ model: z.string().nullish(), task: z.string().nullish() }),
  samples: z.array(sampleSchema).nullish(),
});

/** Inspect's own names for the values of a score; `N` (no answer) counts as incorrect there too. */
const letters: Readonly<Record<string, number>> = { C: 1, P: 0.5, I: 0, N: 0 };

/**
 * An Inspect AI log as JSON. A sample's epochs are the repeats, its scorers the criteria.
 *
 * @throws ActionError (usage): `inspect-malformed`, `inspect-unfinished`
 * @see https://inspect.aisi.org.uk/eval-logs.html
 */
export function readInspect(value: unknown, file: string): ReadScores {
  const log = checked(logSchema, value, file, 'inspect');
  if (log.status !== 'success') throw unfinished(file, log.status);
  const variant = log.eval.model ?? undefined;
  const attempts = (log.samples ?? []).map((sample): Attempt => {
    const usage = Object.values(sample.model_usage ?? {});
    const hasError = sample.error !== undefined && sample.error !== null;
    return {
      case: String(sample.id),
      repeat: String(sample.epoch),
      variant,
      scores: scoresOf(sample, file),
      failed: hasError,
      latency: amount(sample.total_time),
      tokens: sum(usage.map(({ total_tokens: tokens }) => tokens)),
      cost: sum(usage.map(({ total_cost: cost }) => cost)),
      metadata: metadataOf(sample.metadata),
    };
  });
  return { format: 'inspect', attempts };
}

function scoresOf({ id, scores }: Sample, file: string): CriterionScore[] {
  return Object.entries(scores ?? {}).flatMap(([scorer, { value }]): CriterionScore[] => {
    if (Array.isArray(value)) {
      throw malformed(file, 'inspect', `scorer ${scorer} gives sample ${id} a list of values`);
    }
    if (value === null || typeof value !== 'object') {
      return [{ criterion: scorer, score: numberOf(value, scorer, id, file) }];
    }
    return Object.entries(value).map(([key, part]) => ({
      criterion: `${scorer}/${key}`,
      score: numberOf(part, scorer, id, file),
    }));
  });
}

function numberOf(
  value: z.infer<typeof simpleValue>,
  scorer: string,
  id: string | number,
  file: string,
): number | null {
  if (value === null || typeof value === 'number') return value;
  if (typeof value === 'boolean') return Number(value);
  const known = Object.hasOwn(letters, value) ? letters[value] : undefined;
  const number = known ?? (value.trim() === '' ? Number.NaN : Number(value));
  if (Number.isFinite(number)) return number;
  throw malformed(
    file,
    'inspect',
    `scorer ${scorer} gives sample ${id} the value ${JSON.stringify(value)}, which is neither a number nor C, I, P or N`,
  );
}

function sum(values: readonly (number | null | undefined)[]): number | undefined {
  const known = values.filter((value) => typeof value === 'number');
  return known.length === 0 ? undefined : known.reduce((total, value) => total + value, 0);
}
