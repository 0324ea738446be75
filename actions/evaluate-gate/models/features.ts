import type { NamedColumn } from '../layout.ts';
import * as errors from './errors.ts';

/** What a model says about the features it wants. */
export interface FeatureWish {
  readonly source: string;
  /** By name, in its own order. */
  readonly features: readonly string[] | undefined;
  readonly featureCount: number | undefined;
}

/** What there is to choose from. */
export interface FeatureChoice {
  /** Columns of the held-out data. */
  readonly columns: readonly NamedColumn[];
  readonly label: string | undefined;
  /** Columns with a role of their own: key, time, cluster, predictions. */
  readonly taken: readonly (string | undefined)[];
  /** `evaluate.model.features`. */
  readonly configured: readonly string[] | undefined;
}

/**
 * The columns a model is given, in its order: those it names, else those that are configured, else
 * every column that has no role of its own. The label is never among them.
 *
 * @throws ActionError (usage): `label-among-features`, `feature-missing`, `feature-count-differs`,
 *   `no-features`
 */
export function chooseFeatures(model: FeatureWish, choice: FeatureChoice): string[] {
  const { columns, label, taken, configured } = choice;
  const known = columns.map(({ name }) => name);
  const names =
    model.features ?? configured ?? known.filter((name) => name !== label && !taken.includes(name));
  const isOwn = model.features !== undefined;
  if (label !== undefined && names.includes(label)) {
    throw errors.labelAmongFeatures(model.source, label, isOwn);
  }
  const missing = names.find((name) => !known.includes(name));
  if (missing !== undefined) throw errors.featureMissing(model.source, missing, known, isOwn);
  if (names.length === 0) throw errors.noFeatures(model.source);
  const { featureCount = names.length } = model;
  if (featureCount !== names.length) {
    throw errors.featureCountDiffers(model.source, featureCount, names, configured !== undefined);
  }
  return [...names];
}
