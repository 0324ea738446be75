import type { SensitiveConfig } from '../../../shared/config/sections/sensitive.ts';
import type { Finding } from '../../../shared/domain/record.ts';
import type { SensitiveKind } from '../../../shared/domain/sensitive-kind.ts';
import type { Examined, Examinee } from '../examine/run.ts';
import { sampleQuery } from '../examine/sampled-rows.ts';
import { settingsOf } from '../suite/run.ts';
import { detect, detectors } from './detect.ts';
import type { Detector } from './detector.ts';
import { messages } from './messages.ts';
import { cleanOutcome, type SensitiveColumn, sensitiveOutcomes, sensitiveTable } from './report.ts';
import { isSearchable, valuesQuery } from './sample.ts';

type Settings = Exclude<SensitiveConfig, boolean>;

const defaults: Settings = { ignore: [], allow: {}, 'sample-rows': 20_000, severity: 'warning' };

type Searched = Pick<Examinee, 'context' | 'tables' | 'table' | 'suite' | 'scan'>;

/** Look for personal data and secrets in a sample of every column that can hold them. */
export async function examineSensitive(examinee: Searched): Promise<Examined | undefined> {
  const { context, scan, suite } = examinee;
  const asked = settingsOf(context, suite).sensitive;
  if (asked === false || scan.rows === 0) return undefined;
  const settings = typeof asked === 'object' ? asked : defaults;
  const columns = scan.overview.filter(isSearchable);
  const found = await searchAll(examinee, columns, settings);
  const looked = {
    rows: scan.rows,
    looked: Math.min(scan.rows, settings['sample-rows']),
    columns: columns.length,
  };
  const outcomes = sensitiveOutcomes(found, settings.severity, looked);
  const isClean = outcomes.length === 0 && asked !== undefined;
  return {
    outcomes: isClean ? [cleanOutcome(looked, settings.severity)] : outcomes,
    tables: [sensitiveTable(found, looked)],
    findings: unknownColumns(
      settings,
      scan.overview.map(({ name }) => name),
    ),
    // What identifies somebody is named by its column and never shown, not even as the largest.
    hidden: found.map(({ column }) => column),
  };
}

type Column = Examinee['scan']['overview'][number];

const sampleTable = '"sensitive sample"';

async function searchAll(
  { tables, table, scan }: Searched,
  columns: readonly Column[],
  settings: Settings,
): Promise<SensitiveColumn[]> {
  if (columns.length === 0) return [];
  const names = columns.map(({ name }) => name);
  const sample = table.sampled({ rows: scan.rows, wanted: settings['sample-rows'] });
  await tables.query(sampleQuery(sampleTable, sample, names, tables));
  const found: SensitiveColumn[] = [];
  for (const [i, column] of columns.entries()) {
    const wanted = wantedFor(column.name, settings);
    const rows = await tables.query(valuesQuery(sampleTable, `c${i}`, column));
    const values = rows.flatMap(({ v, n }) =>
      v === null ? [] : [{ value: String(v), count: Number(n) }],
    );
    const looked = rows.reduce((sum, { n }) => sum + Number(n), 0);
    const sightings = detect(column.name, values, wanted);
    if (sightings.length > 0) found.push({ column: column.name, looked, sightings });
  }
  return found;
}

function wantedFor(column: string, { kinds, ignore, allow }: Settings): readonly Detector[] {
  // A column may be called `constructor`.
  const allowed = Object.hasOwn(allow, column) ? allow[column] : undefined;
  if (allowed === 'all') return [];
  const isWanted = (kind: SensitiveKind): boolean =>
    (kinds?.includes(kind) ?? true) && !ignore.includes(kind) && !allowed?.includes(kind);
  return detectors.filter(({ kind }) => isWanted(kind));
}

/** An exception for a column that is not there: most likely a typing error. */
function unknownColumns({ allow }: Settings, there: readonly string[]): Finding[] {
  return Object.keys(allow)
    .filter((name) => !there.includes(name))
    .map((name) => ({
      code: 'unknown-column',
      severity: 'warning',
      message: messages.unknownColumn(name, there),
    }));
}
