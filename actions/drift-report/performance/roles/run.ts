import { driftSchema } from '../../../../shared/config/sections/drift.ts';
import type { TableColumn } from '../../../../shared/domain/column.ts';
import type { Finding } from '../../../../shared/domain/record.ts';
import { usageError } from '../../../../shared/kernel/action-error.ts';
import { didYouMean } from '../../../../shared/kernel/nearest-name.ts';
import type { StepContext } from '../../../../shared/ports/step.ts';
import type { Table, TableReader } from '../../../../shared/ports/table-reader.ts';
import type { definition } from '../../definition.ts';
import { errors } from '../../error-messages.ts';
import { messages } from '../messages.ts';
import { type PredictionFacts, predictionFindings } from '../prediction-facts.ts';
import {
  type ArrivalColumns,
  isNumeric,
  labelValuesQuery,
  maturityOf,
  predictionQuery,
  type Roles,
} from '../queries.ts';
import { type Facts, mostClasses, type Subject, subjectOf, textOfClass } from '../subject.ts';

type Context = Pick<StepContext<typeof definition>, 'inputs' | 'model' | 'now'>;

/** Both sides of the comparison, and how the current one is split. */
export interface Sides {
  /** undefined: only counts are kept of it. */
  readonly reference: Table | undefined;
  readonly current: Table;
  /** SQL label of a row's window in the current data. */
  readonly window: string;
  /** The column that splits the windows. */
  readonly time: string | undefined;
}

/** The label and the prediction on both sides, and what they are. */
export interface Labelled {
  readonly subject: Subject;
  readonly labelName: string;
  readonly current: Roles;
  /** undefined where the reference has no predictions. */
  readonly reference: Roles | undefined;
  readonly arrival: ArrivalColumns;
  readonly threshold: number;
  /** Of the larger side. */
  readonly rows: number;
  readonly findings: readonly Finding[];
}

/** undefined: no prediction is named or present, so there is no performance to speak of. */
export async function findLabelled(
  context: Context,
  tables: TableReader,
  sides: Sides,
): Promise<Labelled | readonly Finding[] | undefined> {
  const { inputs, model } = context;
  const names = {
    label: inputs.label ?? model.label,
    prediction: inputs.prediction ?? model.prediction,
  };
  if (names.label === undefined || names.prediction === undefined) return undefined;
  const arrival = arrivalColumns(context, sides);
  const current = rolesOf(sides.current, names, sides.window, maturityOf(arrival, tables));
  if (current === undefined) return undefined;
  const reference = sides.reference && rolesOf(sides.reference, names, "''", 'TRUE');
  const { facts, predictions } = await learn(context, tables, current, reference);
  const subject = subjectOf(facts);
  if (typeof subject === 'string') {
    return [
      { code: 'performance-not-followed', severity: 'info', message: messages.obstacle(subject) },
    ];
  }
  const { labels } = model.drift ?? driftSchema.parse({});
  return {
    subject,
    labelName: names.label,
    current,
    reference,
    arrival,
    threshold: labels.threshold ?? model.evaluate?.threshold ?? 0.5,
    rows: Math.max(predictions.current.rows, predictions.reference?.rows ?? 0),
    findings: predictionFindings(current.prediction.name, subject, predictions),
  };
}

function rolesOf(
  { relation, columns }: Table,
  names: { readonly label: string | undefined; readonly prediction: string | undefined },
  window: string,
  isMature: string,
): Roles | undefined {
  const find = (name: string | undefined): TableColumn | undefined =>
    columns.find((column) => column.name === name);
  const prediction = find(names.prediction);
  if (prediction === undefined) return undefined;
  const shares = sharesOf(columns, prediction.name);
  return { relation, label: find(names.label), prediction, shares, window, isMature };
}

/** Columns `<prediction>.<class>` or `<prediction>_<class>`, as the gate knows them. */
function sharesOf(columns: readonly TableColumn[], prediction: string): Map<string, TableColumn> {
  const shares = columns.flatMap((column): [string, TableColumn][] => {
    const isNamed = ['.', '_'].some((mark) => column.name.startsWith(prediction + mark));
    const named = column.name.slice(prediction.length + 1);
    return isNamed && isNumeric(column) && named !== '' ? [[textOfClass(named), column]] : [];
  });
  return new Map(shares);
}

/** @throws ActionError (usage): `column-unknown`, `time-not-usable` */
function arrivalColumns({ model, now }: Context, { current, time }: Sides): ArrivalColumns {
  const { labels } = model.drift ?? driftSchema.parse({});
  const asOf = Math.floor(now().getTime() / 1_000);
  const arrived = labels['arrived-column'];
  if (arrived !== undefined) requireTime(arrived, current);
  return { time, arrived, asOf, delay: labels.delay };
}

function requireTime(name: string, { columns }: Table): void {
  const column = columns.find((candidate) => candidate.name === name);
  if (column === undefined) {
    throw usageError(
      'column-unknown',
      errors.noArrivalColumn(name),
      didYouMean(
        name,
        columns.map((candidate) => candidate.name),
      ),
    );
  }
  if (column.type === 'date' || column.type === 'timestamp') return;
  throw usageError(
    'time-not-usable',
    errors.arrivalNoDate(name, column.type),
    errors.nameDate('drift.labels.arrived-column'),
  );
}

/** Look at the label's values and the range of the predictions on both sides. */
async function learn(
  { model }: Context,
  tables: TableReader,
  current: Roles,
  reference: Roles | undefined,
): Promise<{ facts: Facts; predictions: PredictionFacts }> {
  const both = reference === undefined ? [current] : [current, reference];
  const values = new Set<string>();
  const filled: TableColumn[] = [];
  for (const roles of both) {
    const query = labelValuesQuery(roles, mostClasses + 1, tables);
    if (query === undefined) continue;
    const found = await tables.query(query);
    for (const { value } of found) values.add(String(value));
    // A text file shows no type for a column without values.
    if (found.length > 0 && roles.label !== undefined) filled.push(roles.label);
  }
  const labels = [...values];
  const profile = async (roles: Roles) => {
    const [row = {}] = await tables.query(predictionQuery(roles, labels, tables));
    const { low, high } = row;
    const range = typeof low === 'number' && typeof high === 'number' ? { low, high } : undefined;
    const [rows, missing] = [Number(row.rows), Number(row.missing)];
    return { range, missing, rows, foreign: Number(row.foreign) };
  };
  const now = await profile(current);
  const before = reference && (await profile(reference));
  const ranges = [now.range, before?.range].filter((range) => range !== undefined);
  const { labels: settings } = model.drift ?? driftSchema.parse({});
  return {
    facts: {
      task: model.task,
      positive: settings.positive ?? model.evaluate?.positive,
      isLabelNumeric: filled.every(isNumeric),
      labels,
      isPredictionNumeric: both.every(({ prediction }) => isNumeric(prediction)),
      range:
        ranges.length === 0
          ? undefined
          : {
              low: Math.min(...ranges.map(({ low }) => low)),
              high: Math.max(...ranges.map(({ high }) => high)),
            },
      foreign: now.foreign + (before?.foreign ?? 0),
    },
    predictions: { current: now, reference: before },
  };
}
