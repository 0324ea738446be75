import { stringify } from 'yaml';
import type { StatedCard } from '../domain/model-card.ts';
import type { Metric } from '../domain/record.ts';
import { plainText } from './escape.ts';

/** Metrics whose identifier on Hugging Face is not our name with underscores. */
const metricIds = new Map(
  Object.entries({
    auc: 'roc_auc',
    'auc-ovr': 'roc_auc',
    brier: 'brier_score',
    mcc: 'matthews_correlation',
    r2: 'r_squared',
    'f1-macro': 'f1',
    'f1-weighted': 'f1',
    'precision-macro': 'precision',
    'precision-weighted': 'precision',
    'recall-macro': 'recall',
  }),
);

const tasks = new Map(
  Object.entries({
    binary: 'tabular-classification',
    multiclass: 'tabular-classification',
    multilabel: 'tabular-classification',
    regression: 'tabular-regression',
    forecasting: 'time-series-forecasting',
    scores: 'text-generation',
  }),
);

export interface CardFacts {
  readonly model: string;
  readonly stated: StatedCard;
  /** As the gate's record names it: `binary`. */
  readonly task: string | undefined;
  /** What the challenger reached on the held-out rows. */
  readonly metrics: readonly Metric[];
  /** The held-out data: a digest, a file, or what is known of it. */
  readonly testData: string;
  readonly testDigest: string | undefined;
}

/**
 * The YAML block at the start of a model card, in the fields that Hugging Face documents. What
 * nobody said is left out, but for the license, for which the Hub has a word: `unknown`.
 *
 * @see https://github.com/huggingface/hub-docs/blob/main/modelcard.md
 */
export function cardMetadata(facts: CardFacts): string {
  const { stated, metrics, model } = facts;
  const known = metrics.filter(({ value }) => value !== null);
  const task = taskOf(facts);
  const fields = {
    language: stated.language,
    license: stated.license ?? 'unknown',
    license_link: stated['license-link'],
    library_name: stated.library,
    pipeline_tag: task === 'other' ? undefined : task,
    tags: [...new Set([...(stated.tags ?? []), ...(facts.task === undefined ? [] : [facts.task])])],
    datasets: stated.datasets,
    metrics: [...new Set(known.map(({ name }) => metricId(name)))],
    base_model: stated['base-model'],
    'model-index': known.length === 0 ? undefined : [indexOf(facts, known, task)],
    model_name: model,
  };
  const present = Object.entries(fields).filter(
    ([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0),
  );
  return `---\n${stringify(cleaned(Object.fromEntries(present)), { lineWidth: 0, aliasDuplicateObjects: false })}---\n`;
}

function indexOf(
  { model, testData, testDigest }: CardFacts,
  known: readonly Metric[],
  task: string,
) {
  return {
    name: model,
    results: [
      {
        task: { type: task },
        dataset: {
          name: testData,
          // The Hub wants an identifier here, and data that never was there has none but this.
          type: 'held-out',
          split: 'test',
          ...(testDigest === undefined ? {} : { revision: testDigest }),
        },
        metrics: known.map(({ name, value }) => ({ type: metricId(name), value, name })),
      },
    ],
  };
}

function taskOf({ stated, task }: CardFacts): string {
  return stated.task ?? tasks.get(task ?? '') ?? 'other';
}

function metricId(name: string): string {
  return metricIds.get(name) ?? name.replaceAll('-', '_');
}

/** Texts without characters that hide or reorder others; the serializer does the quoting. */
function cleaned(value: unknown): unknown {
  if (typeof value === 'string') return plainText(value);
  if (Array.isArray(value)) return value.map(cleaned);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, own]) => [key, cleaned(own)]));
}
