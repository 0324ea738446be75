import { z } from 'zod';
import { canonicalDigest } from '../../../../shared/domain/canonical-digest.ts';
import { type Attempt, amount, metadataOf, type ReadScores } from '../attempt.ts';
import { checked } from './checked.ts';

const rowSchema = z.object({
  score: z.number(),
  success: z.boolean(),
  /** 2: the provider or an assertion ended in an error. */
  failureReason: z.number().optional(),
  namedScores: z.record(z.string(), z.number()).nullish(),
  latencyMs: z.number().nullish(),
  cost: z.number().nullish(),
  tokenUsage: z.object({ total: z.number().nullish() }).nullish(),
  vars: z.record(z.string(), z.unknown()).nullish(),
  testCase: z
    .object({
      description: z.string().nullish(),
      assert: z.array(z.unknown()).nullish(),
      metadata: z.record(z.string(), z.unknown()).nullish(),
    })
    .nullish(),
  provider: z
    .union([z.string(), z.object({ id: z.string().nullish(), label: z.string().nullish() })])
    .nullish(),
  prompt: z.object({ raw: z.string().nullish(), label: z.string().nullish() }).nullish(),
});
type Row = z.infer<typeof rowSchema>;

const fileSchema = z.object({ results: z.object({ results: z.array(rowSchema) }) });

const errorReason = 2;

/**
 * The JSON of `promptfoo eval -o results.json`. A row is one answer. Its repeats carry no number, and
 * `testIdx` counts them as tests of their own, so the case is told by what defines the test.
 *
 * @throws ActionError (usage): `promptfoo-malformed`
 * @see https://www.promptfoo.dev/docs/configuration/outputs
 */
export function readPromptfoo(value: unknown, file: string): ReadScores {
  const rows = checked(fileSchema, value, file, 'promptfoo').results.results;
  const names = nameCases(rows);
  const attempts = rows.map((row, i): Attempt => {
    const { score, success, failureReason, namedScores, latencyMs, cost, tokenUsage } = row;
    const named = Object.entries(namedScores ?? {}).map(([criterion, own]) => ({
      criterion,
      score: own,
    }));
    return {
      case: names[i] ?? '',
      variant: variantOf(row),
      passed: success,
      scores: [{ criterion: 'score', score, passed: success }, ...named],
      failed: failureReason === errorReason,
      latency: typeof latencyMs === 'number' ? latencyMs / 1000 : undefined,
      tokens: amount(tokenUsage?.total),
      cost: amount(cost),
      metadata: metadataOf(row.vars, row.testCase?.metadata),
    };
  });
  return { format: 'promptfoo', attempts };
}

function variantOf({ provider, prompt }: Row): string {
  const named = typeof provider === 'string' ? provider : (provider?.label ?? provider?.id ?? '');
  return prompt?.label === null || prompt?.label === undefined
    ? named
    : `${named} | ${prompt.label}`;
}

/**
 * A test's description, or its variables where it has none; with a piece of its digest where
 * different tests would bear the same name.
 */
function nameCases(rows: readonly Row[]): string[] {
  const digests = rows.map(({ vars, testCase }) => {
    const { description, assert } = testCase ?? {};
    const parts = { vars: vars ?? null, assert: assert ?? null, description: description ?? null };
    return canonicalDigest(JSON.parse(JSON.stringify(parts)));
  });
  const plain = rows.map(({ vars, testCase, prompt }) => {
    const { description } = testCase ?? {};
    if (typeof description === 'string' && description !== '') return description;
    const said = Object.entries(vars ?? {}).map(([name, value]) => `${name}=${textOf(value)}`);
    return said.length > 0 ? said.join(', ') : (prompt?.raw ?? 'test');
  });
  const tests = new Map<string, Set<string>>();
  plain.forEach((name, i) => {
    const found = tests.get(name) ?? new Set();
    tests.set(name, found.add(digests[i] ?? ''));
  });
  return plain.map((name, i) => {
    const isShared = (tests.get(name)?.size ?? 0) > 1;
    return isShared ? `${name} [${(digests[i] ?? '').slice(7, 15)}]` : name;
  });
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
