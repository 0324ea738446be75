import { resolve } from 'node:path';
import { type LeakageConfig, leakageSchema } from '../../../shared/config/sections/leakage.ts';
import type { Finding } from '../../../shared/domain/record.ts';
import { ActionError } from '../../../shared/kernel/action-error.ts';
import type { Table } from '../../../shared/ports/table-reader.ts';
import type { Outcome } from '../decide.ts';
import type { Examined, Examinee } from '../examine/run.ts';
import { settingsOf } from '../suite/run.ts';
import { examineFeatures } from './features/run.ts';
import { messages } from './messages.ts';
import { splitsTable } from './report.ts';
import { compareSplit } from './splits/run.ts';

/** What is asked for, with what the model says of itself filled in. */
export interface LeakageSettings extends Exclude<LeakageConfig, boolean> {
  /** Whether the section is there: then what cannot be checked fails. */
  readonly declared: boolean;
  readonly keyColumns: readonly string[];
}

/** Look for what the training data knows of the other splits, and a feature of the label. */
export async function examineLeakage(examinee: Examinee): Promise<Examined | undefined> {
  const settings = leakageSettings(examinee);
  if (settings === undefined || examinee.scan.rows === 0) return undefined;
  const between: Outcome[] = [];
  const findings: Finding[] = [];
  for (const [split, other] of await openSplits(examinee, settings, findings)) {
    between.push(...(await compareSplit(examinee, split, other, settings)));
  }
  const features = await examineFeatures(examinee, settings);
  const table = splitsTable(between);
  const outcomes = [...between, ...(features.outcomes ?? [])];
  return {
    ...features,
    // Nobody asked for the others: only what they find counts as a check.
    outcomes: settings.declared ? outcomes : outcomes.filter(({ passed }) => !passed),
    tables: [...(table === undefined ? [] : [table]), ...(features.tables ?? [])],
    findings: [...findings, ...(features.findings ?? [])],
  };
}

/** undefined: it is not to be looked for. */
export function leakageSettings({ context, suite }: Examinee): LeakageSettings | undefined {
  const asked = settingsOf(context, suite).leakage;
  if (asked === false) return undefined;
  const declared = asked !== undefined;
  const given = typeof asked === 'object' ? asked : leakageSchema.parse({});
  if (typeof given === 'boolean') return undefined;
  const { model } = context;
  const key = given.key ?? model.key ?? [];
  return {
    ...given,
    declared,
    severity: declared ? given.severity : 'warning',
    keyColumns: [key].flat(),
    // A random split is no fault in itself: only who asks is told of later training rows.
    time: declared ? (given.time ?? model.time) : undefined,
    label: given.label ?? model.label,
  };
}

/** The other splits that can be opened; why others cannot is added to the findings. */
export async function openSplits(
  examinee: Examinee,
  settings: LeakageSettings,
  findings: Finding[],
): Promise<Map<string, Table>> {
  const opened = new Map<string, Table>();
  for (const [split, patterns] of Object.entries(splitsOf(examinee, settings))) {
    const other = await openSplit(examinee, split, patterns, settings, findings);
    if (other !== undefined) opened.set(split, other);
  }
  return opened;
}

function splitsOf({ context }: Examinee, { splits }: LeakageSettings): Record<string, string[]> {
  const test = context.model.data?.test;
  const named = splits ?? (test === undefined ? {} : { test });
  return Object.fromEntries(Object.entries(named).map(([name, files]) => [name, [files].flat()]));
}

/** The split's table, unless it is the very data that is being checked. */
async function openSplit(
  { context, tables, table }: Examinee,
  split: string,
  patterns: readonly string[],
  { declared }: LeakageSettings,
  findings: Finding[],
): Promise<Table | undefined> {
  const { workingDirectory } = context;
  const checked = new Set(table.files.map(({ path }) => path));
  if (patterns.every((pattern) => checked.has(resolve(workingDirectory, pattern))))
    return undefined;
  const types = Object.fromEntries(table.columns.map(({ name, type }) => [name, type]));
  try {
    context.host.progress(`Reading ${patterns.join(', ')}`);
    const other = await tables.open(workingDirectory, patterns, { types });
    return other.files.every(({ path }) => checked.has(path)) ? undefined : other;
  } catch (error) {
    if (declared || !(error instanceof ActionError) || error.kind !== 'usage') throw error;
    // The split is not always there where training data is checked.
    const message = messages.unreadable(split, error.message);
    findings.push({ code: 'leakage-not-checked', severity: 'info', message });
    return undefined;
  }
}
