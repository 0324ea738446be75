import type { Outcome } from '../decide.ts';
import type { FileContent } from './file-kind.ts';
import { messages } from './messages.ts';

/** A row of the data and the file it names. */
export interface ManifestRow {
  /** From 1 over all data files. */
  readonly row: number;
  /** As the row has it; null: the row names none. */
  readonly path: string | null;
  /** The class: of its column, or the directory the file lies in. */
  readonly label: string;
  /** undefined: there is no such file, or not below root. */
  readonly file: LookedInto | undefined;
}

/** A file that was read to the end. */
export interface LookedInto {
  /** Relative to root. */
  readonly path: string;
  readonly size: number;
  readonly sha256: string;
  readonly content: FileContent;
}

/** Everything that is judged. */
export interface Manifest {
  readonly rows: readonly ManifestRow[];
  /** Files without a row, relative to root; undefined: not looked for. */
  readonly orphans: readonly string[] | undefined;
}

/** What is asked of the files. */
export interface ManifestLimits {
  readonly 'min-class-files'?: number | undefined;
  readonly 'max-imbalance'?: number | undefined;
  readonly duplicates: 'allow' | Outcome['severity'];
  readonly severity: Outcome['severity'];
}

/** Every check of a manifest, in the order it is reported. */
export function judgeManifest(manifest: Manifest, settings: ManifestLimits): Outcome[] {
  const { rows, orphans } = manifest;
  const { severity } = settings;
  return [
    judgeMissing(rows, severity),
    ...(orphans === undefined ? [] : [judgeOrphans(orphans, severity)]),
    judgeUnreadable(rows, severity),
    judgeRepeatedPaths(rows, severity),
    ...(settings.duplicates === 'allow' ? [] : [judgeDuplicates(rows, settings.duplicates)]),
    judgeConflicts(rows),
    ...judgeBalance(rows, settings),
  ];
}

const shownRows = 5;

function outcome(
  code: string,
  title: string,
  severity: Outcome['severity'],
  found: Pick<Outcome, 'observed' | 'expected' | 'failing' | 'judged'> & {
    readonly rows?: readonly ManifestRow[];
  },
): Outcome {
  const { rows = [], ...rest } = found;
  return {
    ...rest,
    ...{ code, title, column: undefined, severity },
    passed: found.failing === 0,
    rows: rows.slice(0, shownRows).map(({ row }) => row),
  };
}

function judgeMissing(rows: readonly ManifestRow[], severity: Outcome['severity']): Outcome {
  const missing = rows.filter(({ file }) => file === undefined);
  return outcome('manifest-missing-file', messages.missingTitle, severity, {
    observed: messages.missing(missing.length),
    expected: messages.missingExpected,
    failing: missing.length,
    judged: rows.length,
    rows: missing,
  });
}

function judgeOrphans(orphans: readonly string[], severity: Outcome['severity']): Outcome {
  return outcome('manifest-missing-row', messages.orphansTitle, severity, {
    observed: messages.orphans(orphans),
    expected: messages.orphansExpected,
    failing: orphans.length,
    judged: null,
  });
}

export function judgeUnreadable(
  rows: readonly ManifestRow[],
  severity: Outcome['severity'],
): Outcome {
  const bad = rows.filter(({ file }) => file?.content.problem !== undefined);
  const problems = countBy(bad, ({ file }) => file?.content.problem ?? '');
  return outcome('manifest-unreadable', messages.unreadableTitle, severity, {
    observed: messages.unreadable(bad.length, problems),
    expected: messages.unreadableExpected,
    failing: bad.length,
    judged: rows.length,
    rows: bad,
  });
}

function judgeRepeatedPaths(rows: readonly ManifestRow[], severity: Outcome['severity']): Outcome {
  const again = repeats(rows, ({ file }) => file?.path);
  return outcome('manifest-repeated-file', messages.repeatedTitle, severity, {
    observed: messages.repeated(again.length),
    expected: messages.repeatedExpected,
    failing: again.length,
    judged: rows.length,
    rows: again,
  });
}

/** Rows after the first of those for which `of` gives the same. */
function repeats(
  rows: readonly ManifestRow[],
  of: (row: ManifestRow) => string | undefined,
): ManifestRow[] {
  const seen = new Set<string>();
  return rows.filter((row) => {
    const value = of(row);
    if (value === undefined) return false;
    if (seen.has(value)) return true;
    seen.add(value);
    return false;
  });
}

/** One row a file, so that a file named twice is no duplicate of itself. */
function oncePerFile(rows: readonly ManifestRow[]): ManifestRow[] {
  const again = new Set(repeats(rows, ({ file }) => file?.path));
  return rows.filter((row) => !again.has(row));
}

export function judgeDuplicates(
  rows: readonly ManifestRow[],
  severity: Outcome['severity'],
): Outcome {
  const copies = repeats(oncePerFile(rows), ({ file }) => file?.sha256);
  return outcome('manifest-duplicate', messages.duplicatesTitle, severity, {
    observed: messages.duplicates(copies.length),
    expected: messages.duplicatesExpected,
    failing: copies.length,
    judged: rows.length,
    rows: copies,
  });
}

/** The same content under two classes: whichever is right, the other teaches an error. */
export function judgeConflicts(rows: readonly ManifestRow[]): Outcome {
  const labels = new Map<string, Set<string>>();
  for (const { file, label } of rows) {
    if (file === undefined) continue;
    labels.set(file.sha256, (labels.get(file.sha256) ?? new Set()).add(label));
  }
  const torn = rows.filter(({ file }) => (labels.get(file?.sha256 ?? '')?.size ?? 0) > 1);
  return outcome('manifest-conflict', messages.conflictTitle, 'error', {
    observed: messages.conflict(torn.length),
    expected: messages.conflictExpected,
    failing: torn.length,
    judged: rows.length,
    rows: torn,
  });
}

/** Files of another split that are trained on too: an error, as no file repeats by chance. */
export function judgeSharedFiles(split: string, rows: readonly number[], judged: number): Outcome {
  const first = rows.slice(0, shownRows);
  return outcome('shared-files', messages.sharedTitle(split), 'error', {
    observed: messages.shared(split, first, rows.length),
    expected: messages.sharedExpected,
    failing: rows.length,
    judged,
  });
}

export function judgeBalance(rows: readonly ManifestRow[], settings: ManifestLimits): Outcome[] {
  const { severity } = settings;
  const [least, most] = [settings['min-class-files'], settings['max-imbalance']];
  const classes = countBy(rows, ({ label }) => label);
  const [largest, smallest] = [classes[0], classes.at(-1)];
  const about = { failing: null, judged: null };
  if (largest === undefined || smallest === undefined) return [];
  const outcomes: Outcome[] = [];
  if (least !== undefined) {
    const few = classes.filter(([, count]) => count < least);
    const made = outcome('manifest-class-size', messages.classSizeTitle, severity, {
      ...about,
      observed: messages.classSize(few, smallest),
      expected: messages.classSizeExpected(least),
    });
    outcomes.push({ ...made, passed: few.length === 0 });
  }
  if (most !== undefined) {
    const made = outcome('manifest-balance', messages.balanceTitle, severity, {
      ...about,
      observed: messages.balance(largest, smallest),
      expected: messages.balanceExpected(most),
    });
    outcomes.push({ ...made, passed: largest[1] <= most * smallest[1] });
  }
  return outcomes;
}

/** How many rows there are of each, most first. */
export function countBy(
  rows: readonly ManifestRow[],
  of: (row: ManifestRow) => string,
): (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const row of rows) counts.set(of(row), (counts.get(of(row)) ?? 0) + 1);
  return [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
}
