import type { ManifestConfig } from '../../../../shared/config/sections/manifest.ts';
import type { Outcome } from '../../decide.ts';
import type { Examinee } from '../../examine/run.ts';
import { leakageSettings, openSplits } from '../../leakage/run.ts';
import { judgeSharedFiles, type LookedInto } from '../judge.ts';
import { namedPaths, readFiles } from '../named-files/run.ts';

/** What was found of the files that other splits name, and those files. */
interface OtherSplits {
  readonly outcomes: readonly Outcome[];
  readonly files: readonly LookedInto[];
}

/**
 * Files of the other splits whose content is trained on too, under whatever name. Splits that do
 * not name files in the same column are left out.
 */
export async function compareSplits(
  examinee: Examinee,
  root: string,
  settings: ManifestConfig,
  trained: ReadonlyMap<string, LookedInto>,
): Promise<OtherSplits> {
  const leakage = leakageSettings(examinee);
  if (leakage === undefined) return { outcomes: [], files: [] };
  const digests = new Set([...trained.values()].map(({ sha256 }) => sha256));
  const outcomes: Outcome[] = [];
  const files: LookedInto[] = [];
  // Why a split could not be opened is said once, where its rows are compared.
  for (const [split, table] of await openSplits(examinee, leakage, [])) {
    if (!table.columns.some(({ name }) => name === settings.path)) continue;
    const { label: _, ...pathOnly } = settings;
    const named = await namedPaths(examinee.tables, table, pathOnly);
    const paths = named.flatMap(({ path }) => (path === null ? [] : [path]));
    const found = await readFiles(examinee, root, [...new Set(paths)], settings);
    files.push(...found.values());
    const shared = named.filter(({ path }) => digests.has(found.get(path ?? '')?.sha256 ?? ''));
    outcomes.push(
      judgeSharedFiles(
        split,
        shared.map(({ row }) => row),
        named.length,
      ),
    );
  }
  return { outcomes, files };
}
