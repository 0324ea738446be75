import { posix } from 'node:path';
import type { Choice } from './choice.ts';
import { reasons } from './messages.ts';
import type { Source } from './survey.ts';

const dataFile = /\.(?:csv|tsv|parquet|jsonl|ndjson|arrow|feather)(?:\.gz|\.zst)?$/u;

/** What looks like data and is something else: results, and what tests need. */
const other =
  /(?:^|\/)(?:tests?|fixtures|docs?|outputs?|results?|reports?|metrics|predictions?|submissions?|artifacts|models?)(?:\/|$)|(?:^|\/)(?:predictions?|submission|sample_submission|metrics|results?|requirements)\b[^/]*$/u;

const heldOut = /(?:^|[/_.-])(?:test|holdout|held[_-]?out|eval|validation|valid|val)(?=[/_.-])/u;

/** Files that may be what the model learns from, the likeliest first. */
export function trainingData(
  files: readonly string[],
  source: Source | undefined,
): Choice<string>[] {
  // What DVC keeps may not be here, but its pointer is.
  const names = files.map((path) => path.replace(/\.dvc$/u, ''));
  const tables = [...new Set(names)].filter((path) => dataFile.test(path) && !other.test(path));
  const ranked = tables
    .filter((path) => !heldOut.test(path))
    .map((path) => ({ path, points: pointsOf(path, source) }))
    .toSorted((a, b) => b.points - a.points || a.path.localeCompare(b.path, 'en'));
  const [best, second] = ranked;
  return ranked.map(({ path, points }) => {
    const alone = points === best?.points && (second === undefined || second.points < points);
    const named = source !== undefined && reads(source, path);
    return {
      value: path,
      certainty: alone && (named || ranked.length === 1) ? 'sure' : alone ? 'likely' : 'guess',
      reason: named ? reasons.readByCode(source.path) : reasons.dataFile(ranked.length),
    };
  });
}

function reads({ text }: Source, path: string): boolean {
  return text.includes(path) || text.includes(posix.basename(path));
}

function pointsOf(path: string, source: Source | undefined): number {
  const named = source !== undefined && reads(source, path) ? 8 : 0;
  const training = /(?:^|[/_.-])train(?:ing)?(?=[/_.-])/u.test(path) ? 4 : 0;
  const folder = /(?:^|\/)(?:data|datasets?)\//u.test(path) ? 2 : 0;
  return named + training + folder;
}

/** The held-out file that belongs to a file of training rows: `train.csv`, `test.csv`. */
export function heldOutFile(files: readonly string[], training: string): string | undefined {
  const asTest = (word: string): string =>
    training.replace(/(^|[/_.-])train(?:ing)?(?=[/_.-])/u, `$1${word}`);
  return ['test', 'holdout', 'eval', 'valid', 'val']
    .map(asTest)
    .find((path) => path !== training && files.includes(path));
}
