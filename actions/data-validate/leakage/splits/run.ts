import type { Table } from '../../../../shared/ports/table-reader.ts';
import type { Outcome } from '../../decide.ts';
import type { Examinee } from '../../examine/run.ts';
import {
  blockedOutcome,
  judgeSharedGroups,
  judgeSharedKeys,
  judgeSharedRows,
  judgeTimeTravel,
  type Shared,
} from '../judge.ts';
import { messages } from '../messages.ts';
import { laterQuery, type SharedColumn, sharedColumns, sharedQuery } from '../plan.ts';
import type { LeakageSettings } from '../run.ts';

interface Comparison {
  readonly examinee: Examinee;
  readonly split: string;
  readonly other: Table;
  readonly settings: LeakageSettings;
  readonly shared: readonly SharedColumn[];
}

/** Every check between the training data and one other split. */
export async function compareSplit(
  examinee: Examinee,
  split: string,
  other: Table,
  settings: LeakageSettings,
): Promise<Outcome[]> {
  const shared = sharedColumns(examinee.table.columns, other.columns);
  const comparison = { examinee, split, other, settings, shared };
  const outcomes: Outcome[] = [...(await wholeRows(comparison)), ...(await keys(comparison))];
  for (const column of settings.groups) outcomes.push(...(await groups(comparison, column)));
  return [...outcomes, ...(await timeTravel(comparison))];
}

/** Rows by all they say but their key: a row under another key is the same row. */
async function wholeRows(comparison: Comparison): Promise<Outcome[]> {
  const { split, settings, shared } = comparison;
  const { severity, keyColumns } = settings;
  const content = shared.filter(({ name }) => !keyColumns.includes(name));
  if (content.length === 0) {
    if (!settings.declared || shared.length > 0) return [];
    const title = messages.sharedTitle(split);
    return [blockedOutcome('shared-rows', title, severity, messages.nothingShared(split))];
  }
  const found = await countShared(comparison, content, false);
  return [judgeSharedRows(split, found, settings['max-shared'], severity)];
}

async function keys(comparison: Comparison): Promise<Outcome[]> {
  const { split, settings } = comparison;
  const { keyColumns, severity } = settings;
  if (keyColumns.length === 0) return [];
  const key = columnsOf(comparison, keyColumns);
  if (Array.isArray(key)) {
    const found = await countShared(comparison, key, true);
    return [judgeSharedKeys(split, keyColumns, found, severity)];
  }
  return blocked(comparison, 'shared-keys', messages.keyTitle(keyColumns, split), key);
}

async function groups(comparison: Comparison, column: string): Promise<Outcome[]> {
  const { split, settings } = comparison;
  const key = columnsOf(comparison, [column]);
  if (Array.isArray(key)) {
    const found = await countShared(comparison, key, true);
    return [judgeSharedGroups(split, column, found, settings.severity)];
  }
  return blocked(comparison, 'shared-groups', messages.groupTitle(column, split), key);
}

async function timeTravel(comparison: Comparison): Promise<Outcome[]> {
  const { examinee, split, other, settings } = comparison;
  const { time, severity } = settings;
  if (time === undefined) return [];
  const found = columnsOf(comparison, [time]);
  const [column] = Array.isArray(found) ? found : [];
  if (!Array.isArray(found) || column === undefined) {
    return blocked(comparison, 'time-travel', messages.timeTitle(split), String(found));
  }
  const { tables, table } = examinee;
  const query = laterQuery(table.relation, other.relation, column, tables);
  const [row = {}] = await tables.query(query);
  const counted = { later: Number(row.later), judged: Number(row.judged) };
  const ends = { latest: dayOrTime(row.latest), first: dayOrTime(row.first) };
  return [judgeTimeTravel(split, time, { ...counted, ...ends }, severity)];
}

/** A time of day that says nothing is left out. */
function dayOrTime(time: unknown): string {
  return String(time).replace(/ 00:00:00$/u, '');
}

/** These columns in both tables, or what is missing where. */
function columnsOf(
  { examinee, split, other, shared }: Comparison,
  names: readonly string[],
): SharedColumn[] | string {
  const lacks = (table: Table): string[] => {
    const there = new Set(table.columns.map(({ name }) => name));
    return names.filter((name) => !there.has(name));
  };
  const [missing, missingThere] = [lacks(examinee.table), lacks(other)];
  if (missing.length > 0) return messages.columnMissing(missing, 'the data');
  if (missingThere.length > 0) return messages.columnMissing(missingThere, split);
  return shared.filter(({ name }) => names.includes(name));
}

function blocked(
  { settings }: Comparison,
  code: string,
  title: string,
  problem: string,
): Outcome[] {
  return settings.declared ? [blockedOutcome(code, title, settings.severity, problem)] : [];
}

async function countShared(
  { examinee: { tables, table }, other }: Comparison,
  columns: readonly SharedColumn[],
  isKey: boolean,
): Promise<Shared> {
  const query = sharedQuery(table.relation, other.relation, columns, isKey, tables);
  const [row = {}] = await tables.query(query);
  return {
    shared: Number(row.shared),
    judged: Number(row.judged),
    first: [row.first ?? []].flat().map(Number),
    values: Number(row.values),
    repeated: Number(row.repeated),
    trained: Number(row.trained),
  };
}
