import { Document, isMap, isSeq, type Node, Scalar, visit, type YAMLMap, type YAMLSeq } from 'yaml';
import { parseYamlAs } from '../../../shared/config/parse-yaml.ts';
import { projectSchema } from '../../../shared/config/schema.ts';
import { checkSchema } from '../../../shared/domain/check.ts';
import { version } from '../../../shared/kernel/version.ts';
import { commonestShare, type LabelValue, type LabelValues } from './columns.ts';
import type { Task } from './flags.ts';
import { configTexts as texts } from './messages.ts';
import type { TrainingCode } from './training-code.ts';

/** What is written about the model, all of it settled. */
export interface ModelPlan {
  readonly name: string;
  readonly task: Task;
  readonly label: string;
  readonly key: string | undefined;
  readonly time: string | undefined;
  readonly positive: LabelValue | undefined;
  readonly data: { readonly train: string; readonly test: string | undefined };
  readonly code: TrainingCode['how'];
  readonly columns: readonly string[];
  readonly rows: number | undefined;
  readonly values: LabelValues | undefined;
}

/** More columns than this are listed by nobody; a suite of its own may. */
const mostColumns = 60;
const mostClasses = 20;

/** `mlops.yml`. What is returned has been read back through our own schema. */
export function configText(plan: ModelPlan): string {
  const document = new Document({ version: 1, models: { [plan.name]: modelOf(plan) } });
  const model = document.getIn(['models', plan.name], true);
  for (const { key, value } of isMap(model) ? model.items : []) {
    const section = key instanceof Scalar ? commentOf(String(key.value)) : undefined;
    if (key instanceof Scalar && section !== undefined) key.commentBefore = ` ${section}`;
    visit(value as Node, { Collection: putOnOneLine });
  }
  document.commentBefore = ` ${schemaComment}\n ${texts.head}`;
  const text = document.toString({ lineWidth: 100 });
  parseYamlAs(text, 'mlops.yml', projectSchema);
  return text;
}

const schemaComment = `yaml-language-server: $schema=https://unpkg.com/mlops-actions@${version}/shared/config/mlops.schema.json`;

function commentOf(section: string): string | undefined {
  const { sections } = texts;
  return Object.hasOwn(sections, section) ? sections[section as keyof typeof sections] : undefined;
}

/** For a reader's eye: a mapping or list of plain values is one thing and stands on one line. */
function putOnOneLine(_key: unknown, node: YAMLMap | YAMLSeq): void {
  const values = isMap(node) ? node.items.map(({ value }) => value) : node.items;
  const plain = (value: unknown): boolean =>
    !isMap(value) && (!isSeq(value) || value.items.every((item) => !isMap(item) && !isSeq(item)));
  if (values.every(plain)) node.flow = true;
}

function modelOf(plan: ModelPlan): object {
  const { task, label, key, time, data, code } = plan;
  return {
    ...{ task, label },
    ...(key === undefined ? {} : { key }),
    ...(time === undefined ? {} : { time }),
    data: { train: data.train, ...(data.test === undefined ? {} : { test: data.test }) },
    validate: { checks: checksOf(plan) },
    train: { ...code, seed: 0 },
    evaluate: {
      ...(plan.positive === undefined ? {} : { positive: plan.positive }),
      metrics: metricsOf(plan),
      champion: 'merge-base',
      require: ['validated-data', 'training-record'],
    },
  };
}

/** What is true of the data today and has to stay so. */
function checksOf({ columns, key, label, rows, values, task }: ModelPlan): object[] {
  const kinds = values?.values ?? [];
  const isListed = task !== 'regression' && kinds.length > 0 && kinds.length <= mostClasses;
  const checks = [
    ...(rows === undefined || rows < 2 ? [] : [{ check: 'row-count', min: halfOf(rows) }]),
    ...(columns.length > mostColumns ? [] : [{ check: 'columns', columns }]),
    ...(key === undefined ? [] : [{ check: 'unique', column: key }]),
    ...(values?.missing === 0 ? [{ check: 'not-null', column: label }] : []),
    ...(isListed
      ? [{ check: 'allowed-values', column: label, values: kinds.map(({ value }) => value) }]
      : []),
  ];
  // A name that no check may have (an empty one) is left out rather than refused.
  return checks.filter((check) => checkSchema.safeParse(check).success);
}

/** Two significant digits: a limit that a person would have chosen. */
function halfOf(rows: number): number {
  const half = rows / 2;
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(half)) - 1);
  return Math.max(1, Math.floor(half / unit) * unit);
}

/** A floor below which a model has learned nothing, and how much worse the next may be. */
function metricsOf({ task, values }: ModelPlan): object {
  switch (task) {
    case 'binary':
      return { auc: { min: 0.5, 'max-regression': 0.01 } };
    case 'multiclass': {
      const floor = values === undefined ? {} : { min: commonestShare(values) };
      return { accuracy: { ...floor, 'max-regression': 0.01 } };
    }
    case 'regression':
      return { r2: { min: 0 }, rmse: { 'max-regression': { relative: 0.02 } } };
  }
}
