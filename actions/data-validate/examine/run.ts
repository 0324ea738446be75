import type { TableInput } from '../../../shared/domain/cell.ts';
import type { Finding, StepRecord } from '../../../shared/domain/record.ts';
import type { StepContext } from '../../../shared/ports/step.ts';
import type { Table, TableReader } from '../../../shared/ports/table-reader.ts';
import type { Ground } from '../checks/kind.ts';
import type { Outcome } from '../decide.ts';
import type { definition } from '../definition.ts';
import { examineLeakage } from '../leakage/run.ts';
import { examineFolder } from '../manifest/folder/run.ts';
import { examineManifest } from '../manifest/run.ts';
import { examineMigration } from '../migration/run.ts';
import type { Reference } from '../reference/run.ts';
import type { Scan } from '../scan/run.ts';
import { examineSensitive } from '../sensitive/run.ts';
import { type Suite, sectionPlace } from '../suite/run.ts';
import { examineTables, type OpenedTable } from '../tables/run.ts';

/** What an examination is handed: the open data, what is declared, and what the scan found. */
export interface Examinee {
  readonly context: StepContext<typeof definition>;
  readonly tables: TableReader;
  readonly table: Table;
  readonly reference: Reference | undefined;
  readonly suite: Suite;
  /** The tables beside the main one, and all of them by name. */
  readonly others: readonly OpenedTable[];
  readonly named: Ground['tables'];
  readonly scan: Scan;
}

/** What an examination adds to the step's result. An outcome counts as a check. */
export interface Examined {
  readonly outcomes?: readonly Outcome[];
  readonly tables?: readonly TableInput[];
  readonly findings?: readonly Finding[];
  readonly metrics?: StepRecord['metrics'];
  readonly series?: StepRecord['series'];
  /** Columns no value of which may be shown. */
  readonly hidden?: readonly string[];
  /** What was settled, for the record. */
  readonly inputs?: Readonly<Record<string, unknown>>;
}

/** A topic beyond the declared checks; undefined where it does not apply. */
export type Examination = (examinee: Examinee) => Promise<Examined | undefined>;

/** What is told of the suite itself. */
const examineSuite: Examination = async ({ suite }) => ({
  findings: suite.notes ?? [],
  tables: suite.changes === undefined ? [] : [suite.changes],
});

/** The examination that a section settles: what it finds stands on that section's line. */
function onItsLine(
  section: 'sensitive' | 'leakage' | 'manifest' | 'folder',
  examination: Examination,
): Examination {
  return async (examinee) => {
    const examined = await examination(examinee);
    if (examined === undefined) return undefined;
    return placedIn(examined, sectionPlace(examinee.context, examinee.suite, section));
  };
}

/** The same, on the line that asks for it; a finding that has a place keeps it. */
export function placedIn(
  examined: Examined,
  place: { readonly file: string; readonly line: number } | undefined,
): Examined {
  if (place === undefined) return examined;
  return {
    ...examined,
    outcomes: (examined.outcomes ?? []).map((outcome) => ({ place, ...outcome })),
    findings: (examined.findings ?? []).map((finding) => ({ ...place, ...finding })),
  };
}

/** Every topic beyond the declared checks, in the order it is reported. */
const examinations: readonly Examination[] = [
  examineTables,
  examineMigration,
  onItsLine('sensitive', examineSensitive),
  onItsLine('leakage', examineLeakage),
  onItsLine('manifest', examineManifest),
  onItsLine('folder', ({ context, suite }) => examineFolder(context, suite)),
  examineSuite,
];

/** Run them one after the other: each has the engine's memory to itself. */
export async function examine(examinee: Examinee): Promise<Examined[]> {
  const found: Examined[] = [];
  for (const examination of examinations) found.push((await examination(examinee)) ?? {});
  return found;
}
