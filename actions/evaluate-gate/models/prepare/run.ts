import type { EvaluateConfig } from '../../../../shared/config/sections/evaluate.ts';
import type { Predictor } from '../../../../shared/ports/predictor.ts';
import type { StepContext } from '../../../../shared/ports/step.ts';
import type { Table, TableReader } from '../../../../shared/ports/table-reader.ts';
import type { definition } from '../../definition.ts';
import { columnNotFound, keyUnknown } from '../../input-errors.ts';
import type { NamedColumn } from '../../layout.ts';
import type { KnownClasses } from '../answers.ts';
import { dataMissing } from '../errors.ts';
import { chooseFeatures } from '../features.ts';
import type { AskedSide } from '../predict/run.ts';

type Context = StepContext<typeof definition>;

/** A model that stands for one side. */
export interface LoadedModel {
  readonly name: AskedSide['name'];
  /** As the user wrote it. */
  readonly reference: string;
  readonly predictor: Predictor;
}

/** What models can be asked about. */
export interface Prepared {
  readonly sides: readonly AskedSide[];
  readonly data: Table;
  readonly key: NamedColumn;
  /** The key is the number of the row: the data has none of its own. */
  readonly isNumbered: boolean;
  readonly classes: KnownClasses;
}

/**
 * Open the held-out data, and settle its key, its label and the features of each model.
 *
 * @throws ActionError (usage): `data-missing`, `column-not-found`, `key-unknown`, and as
 *   `chooseFeatures`
 */
export async function prepareModels(
  context: Context,
  tables: TableReader,
  policy: EvaluateConfig,
  loaded: readonly [LoadedModel, ...LoadedModel[]],
): Promise<Prepared> {
  const { inputs, model, workingDirectory } = context;
  const files = inputs.data ?? [model.data?.test ?? []].flat();
  if (files.length === 0) throw dataMissing(loaded[0].name);
  const opened = await tables.open(workingDirectory, files);
  const label = [inputs.label, model.label, 'label'].find((name) => has(opened, name));
  const { data, key, isNumbered } = keyOf(context, opened, loaded.length);
  const { cluster } = policy;
  const sides = loaded.map(({ name, predictor }): AskedSide => {
    const features = chooseFeatures(predictor, {
      columns: opened.columns,
      label,
      taken: [key.name, model.time, cluster, inputs.prediction, model.prediction, 'prediction'],
      configured: policy.model?.features,
    });
    return { name, predictor, features };
  });
  const ordered = policy.model?.classes?.map(String);
  const labels = label === undefined ? [] : await labelsIn(tables, opened, label);
  return { sides, data, key, isNumbered, classes: { ordered, labels } };
}

function has({ columns }: Table, wanted: string | undefined): wanted is string {
  return wanted !== undefined && columns.some(({ name }) => name === wanted);
}

const usualKeys = ['id', 'key'];

/** The key of the data; without one, the number of the row, where nothing else must be joined. */
function keyOf({ inputs, model }: Context, data: Table, models: number) {
  const asked = inputs.key ?? model.key;
  const name = asked ?? usualKeys.find((usual) => has(data, usual));
  const known = data.columns.map((column) => column.name);
  const key = data.columns.find((column) => column.name === name);
  if (key !== undefined) return { data, key, isNumbered: false };
  if (asked !== undefined) throw columnNotFound('data', asked, 'key', known);
  const sides = inputs.champion === undefined ? 1 : 2;
  if (models < sides) throw keyUnknown(2, []);
  const number = { name: freeName(known), type: 'integer', declared: 'BIGINT' } as const;
  const relation = `(SELECT row_number() OVER () AS "${number.name}", * FROM ${data.relation})`;
  return {
    data: { ...data, relation, columns: [number, ...data.columns] },
    key: number,
    isNumbered: true,
  };
}

/** Letters, digits and underscores only: it is quoted by hand. */
function freeName(known: readonly string[]): string {
  let name = 'row_number';
  while (known.includes(name)) name = `_${name}`;
  return name;
}

/** More classes than these are none. */
const mostClasses = 200;

async function labelsIn(tables: TableReader, data: Table, label: string): Promise<string[]> {
  const column = tables.identifier(label);
  const found = await tables.query(
    `SELECT DISTINCT CAST(${column} AS VARCHAR) AS value FROM ${data.relation} WHERE ${column} IS NOT NULL LIMIT ${mostClasses + 1}`,
  );
  return found.length > mostClasses ? [] : found.map(({ value }) => String(value));
}
