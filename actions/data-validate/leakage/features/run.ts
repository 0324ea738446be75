import type { TableColumn } from '../../../../shared/ports/table-reader.ts';
import type { Outcome } from '../../decide.ts';
import type { Examined, Examinee } from '../../examine/run.ts';
import { sampleQuery } from '../../examine/sampled-rows.ts';
import { cellsOf, classesOf } from '../cells.ts';
import { type Telling, telling } from '../giveaway.ts';
import { blockedOutcome, judgeGiveaway } from '../judge.ts';
import { messages } from '../messages.ts';
import { featureQuery } from '../plan.ts';
import { featureMetrics, featuresTable, type TellingFeature } from '../report.ts';
import type { LeakageSettings } from '../run.ts';

/** A number with more distinct values than this is measured, not a class. */
const mostNumericClasses = 20;

/** What each feature alone tells of the label, on a sample of the rows. */
export async function examineFeatures(
  examinee: Examinee,
  settings: LeakageSettings,
): Promise<Examined> {
  const { table, scan } = examinee;
  const name = settings.label;
  if (name === undefined) return {};
  const label = table.columns.find((column) => column.name === name);
  if (label === undefined) return withoutLabel(name, settings);
  const isMeasured = await isMeasuredNumber(examinee, label);
  const limits = { auc: settings['max-auc'], information: settings['max-information'] };
  const told: (TellingFeature & { outcome: Outcome })[] = [];
  const features = table.columns.filter((column) => isFeature(column, settings));
  await takeSample(examinee, [label, ...features], settings);
  for (const [i, column] of features.entries()) {
    const found = await askFeature(examinee, column, i + 1, isMeasured);
    if (found === undefined) continue;
    const outcome = judgeGiveaway(column.name, name, found, limits, settings.severity);
    told.push({ column: column.name, telling: found, outcome });
  }
  if (told.length === 0 && features.length > 0) {
    const message = messages.undecided(name);
    if (!settings.declared) return {};
    return { findings: [{ code: 'leakage-undecided', severity: 'warning', message }] };
  }
  const looked = { looked: Math.min(scan.rows, settings['sample-rows']), rows: scan.rows };
  const overview = featuresTable(name, told, looked);
  return {
    outcomes: told.map(({ outcome }) => outcome),
    tables: overview === undefined ? [] : [overview],
    metrics: featureMetrics(told),
  };
}

function withoutLabel(label: string, { declared, severity }: LeakageSettings): Examined {
  if (!declared) return {};
  const title = messages.giveawayTitle('a feature', label);
  const problem = messages.columnMissing([label], 'the data');
  return { outcomes: [blockedOutcome('label-giveaway', title, severity, problem)] };
}

/** What identifies a row, or says when or to whom it belongs, is no feature. */
function isFeature(
  { name }: TableColumn,
  { label, time, keyColumns, groups, ignore }: LeakageSettings,
): boolean {
  return ![label, time, ...keyColumns, ...groups, ...ignore].includes(name);
}

async function isMeasuredNumber(
  { tables, table, context }: Examinee,
  { name, type }: TableColumn,
): Promise<boolean> {
  if (type !== 'integer' && type !== 'number') return false;
  if (context.model.task === 'regression' || context.model.task === 'forecasting') return true;
  const column = tables.identifier(name);
  const [row = {}] = await tables.query(
    `SELECT count(DISTINCT ${column}) AS n FROM ${table.relation}`,
  );
  return Number(row.n) > mostNumericClasses;
}

const sampleTable = '"leakage sample"';

async function takeSample(
  { tables, table, scan }: Examinee,
  columns: readonly TableColumn[],
  settings: LeakageSettings,
): Promise<void> {
  const names = columns.map(({ name }) => name);
  const sample = table.sampled({ rows: scan.rows, wanted: settings['sample-rows'] });
  await tables.query(sampleQuery(sampleTable, sample, names, tables));
}

/** @param place of the feature in the sample, whose first column is the label. */
async function askFeature(
  { tables }: Examinee,
  column: TableColumn,
  place: number,
  isMeasured: boolean,
): Promise<Telling | undefined> {
  const query = featureQuery(sampleTable, [`c${place}`, 'c0'], column, isMeasured);
  const { x = [], y = [] } = await tables.columns(query);
  return telling(cellsOf(x), classesOf(y));
}
