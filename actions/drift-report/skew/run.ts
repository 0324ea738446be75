import { driftSchema } from '../../../shared/config/sections/drift.ts';
import type { TableColumn } from '../../../shared/domain/column.ts';
import { type ActionError, usageError } from '../../../shared/kernel/action-error.ts';
import { didYouMean } from '../../../shared/kernel/nearest-name.ts';
import type { StepContext } from '../../../shared/ports/step.ts';
import type { Row, Table, TableReader } from '../../../shared/ports/table-reader.ts';
import type { definition } from '../definition.ts';
import { errors } from '../error-messages.ts';
import { silentTopic, type Topic } from '../topic.ts';
import { concludeSkew } from './conclude.ts';
import { type JudgedFeature, judgeFeature } from './judge.ts';
import {
  comparisonQuery,
  coverageQuery,
  examplesQuery,
  type Feature,
  joinQuery,
  type SkewPlan,
} from './queries.ts';

type Context = Pick<StepContext<typeof definition>, 'model' | 'workingDirectory'>;

/** Rows named as examples, of the features that differ most. */
const shownRows = 5;
const shownFeatures = 10;
/** A mean over floats depends on the order of rows in its last digits. */
const keptDigits = 10;

interface Opened {
  readonly serving: Table;
  readonly training: Table;
}

/**
 * Features as they were served beside those of the same entity at training time, row by row.
 *
 * @throws ActionError (usage): `skew-without-key`, `column-unknown`, `time-not-usable`, `no-rows`,
 * and what opening a file throws
 */
export async function skewTopic(context: Context, tables: TableReader): Promise<Topic> {
  const { model, workingDirectory } = context;
  const { skew } = model.drift ?? driftSchema.parse({});
  if (skew === undefined) return silentTopic;
  const keys = listOf(skew.key ?? model.key);
  if (keys.length === 0) throw withoutKey();
  const open = (files: string | readonly string[]) => tables.open(workingDirectory, listOf(files));
  const opened = { serving: await open(skew.serving), training: await open(skew.training) };
  const taken = [...keys, ...listOf(skew.time)];
  const columns = skew.columns ?? commonColumns(opened).filter((name) => !taken.includes(name));
  const lacks = (table: Table) => columns.filter((name) => columnOf(table, name) === undefined);
  const gone = { serving: lacks(opened.serving), training: lacks(opened.training) };
  requireKnown(columns, opened);
  const plan: SkewPlan = {
    serving: opened.serving.relation,
    training: opened.training.relation,
    keys: keys.map((name) => requireBoth(opened, name, 'key')),
    time:
      skew.time === undefined ? undefined : requireMoment(requireBoth(opened, skew.time, 'time')),
    maxAge: skew['max-age'],
    features: columns.flatMap((name) => featureOf(opened, name) ?? []),
    tolerance: skew.tolerance,
  };
  await tables.query(joinQuery(plan, skew['show-values'], tables));
  const [row = {}] = await tables.query(comparisonQuery(plan));
  const joined = Number(row.joined);
  const judged = joined === 0 ? [] : judgedFeatures(plan, row, skew['max-share']);
  const [coverage = {}] = await tables.query(coverageQuery(plan, tables));
  const shown = await withExamples(tables, opened.serving, judged, skew['show-values']);
  return concludeSkew({
    keys,
    isTimed: plan.time !== undefined,
    tolerance: skew.tolerance,
    joined,
    ...shown,
    coverage: coverageOf(coverage),
    gone,
  });
}

function listOf(value: string | readonly string[] | undefined): readonly string[] {
  if (value === undefined) return [];
  return typeof value === 'string' ? [value] : value;
}

function columnOf({ columns }: Table, name: string): TableColumn | undefined {
  return columns.find((column) => column.name === name);
}

function commonColumns({ serving, training }: Opened): string[] {
  return serving.columns
    .filter(({ name }) => columnOf(training, name) !== undefined)
    .map(({ name }) => name);
}

function featureOf({ serving, training }: Opened, name: string): Feature | undefined {
  const [served, trained] = [columnOf(serving, name), columnOf(training, name)];
  if (served === undefined || trained === undefined) return undefined;
  return { name, serving: served, training: trained };
}

function judgedFeatures({ features }: SkewPlan, row: Row, maxShare: number): JudgedFeature[] {
  const number = (value: unknown): number | undefined =>
    typeof value === 'number' && Number.isFinite(value)
      ? Number(value.toPrecision(keptDigits))
      : undefined;
  return features.map(({ name }, i) =>
    judgeFeature(
      {
        name,
        rows: Number(row.joined),
        differing: Number(row[`d${i}`]),
        oneSided: Number(row[`o${i}`]),
        meanGap: number(row[`m${i}`]),
        largestGap: number(row[`x${i}`]),
      },
      maxShare,
    ),
  );
}

/** Where the worst features differ first, and their values where they may be shown. */
async function withExamples(
  tables: TableReader,
  serving: Table,
  features: readonly JudgedFeature[],
  showValues: boolean,
) {
  const worst = features
    .filter(({ state }) => state === 'skewed')
    .toSorted((a, b) => b.share.estimate - a.share.estimate)
    .slice(0, shownFeatures);
  const found = new Map<string, JudgedFeature>();
  const values = new Map<string, readonly Record<string, unknown>[]>();
  for (const feature of worst) {
    const rows = await tables.query(
      examplesQuery(features.indexOf(feature), showValues, shownRows),
    );
    const examples = await serving.placesOf(rows.map(({ sr }) => Number(sr)));
    found.set(feature.name, { ...feature, examples });
    if (!showValues) continue;
    const pairs = rows.map(({ a, b }, i) => ({ ...examples[i], serving: a, training: b }));
    values.set(feature.name, pairs);
  }
  return { features: features.map((feature) => found.get(feature.name) ?? feature), values };
}

function coverageOf(row: Row) {
  return {
    served: Number(row.served),
    unkeyed: Number(row.unkeyed),
    unknown: Number(row.unknown),
    trainedUnkeyed: Number(row.trainedUnkeyed),
    repeated: Number(row.repeated),
    unserved: Number(row.unserved),
  };
}

function withoutKey(): ActionError {
  return usageError('skew-without-key', errors.skewWithoutKey, errors.nameKey);
}

function requireKnown(names: readonly string[], opened: Opened): void {
  const known = [...opened.serving.columns, ...opened.training.columns].map(({ name }) => name);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw usageError(
    'column-unknown',
    errors.skewColumnNowhere(unknown),
    didYouMean(unknown, [...new Set(known)]),
  );
}

function requireBoth(opened: Opened, name: string, part: 'key' | 'time'): Feature {
  const feature = featureOf(opened, name);
  if (feature !== undefined) return feature;
  const side = columnOf(opened.serving, name) === undefined ? 'serving' : 'training';
  const known = opened[side].columns.map((column) => column.name);
  throw usageError(
    'column-unknown',
    errors.skewColumnMissing(side, name, part),
    didYouMean(name, known),
  );
}

function requireMoment(feature: Feature): Feature {
  for (const side of ['serving', 'training'] as const) {
    const { type, name } = feature[side];
    if (type === 'date' || type === 'timestamp') continue;
    throw usageError(
      'time-not-usable',
      errors.skewTimeNoDate(name, side, type),
      errors.nameDate('drift.skew.time'),
    );
  }
  return feature;
}
