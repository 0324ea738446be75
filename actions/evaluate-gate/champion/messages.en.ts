import { shortDigest } from '../../../shared/domain/digest.ts';
import { type ActionError, usageError } from '../../../shared/kernel/action-error.ts';
import { counted, summaries } from '../messages.en.ts';
import type { ChampionOrigin, Standing } from './origin.ts';

const day = 24 * 60 * 60_000;

/** `less than a day old`, `12 days old`, `7 months old`. */
export function ageText(at: string, now: Date): string {
  const days = Math.floor((now.getTime() - Date.parse(at)) / day);
  if (days < 1) return 'less than a day old';
  if (days < 60) return `${counted(days, 'day')} old`;
  const months = Math.floor(days / 30.44);
  return months < 24 ? `${months} months old` : `${Math.floor(days / 365.25)} years old`;
}

const standings: Readonly<Record<Standing, string>> = {
  model: 'run on these rows',
  predictions: 'by predictions kept of these rows',
  numbers: 'recorded numbers only, not comparable',
};

/** One line: who the champion is, how old, and what its numbers rest on. */
export function championLine(origin: ChampionOrigin, standing: Standing, now: Date): string {
  const { name, found, commit, digest, at, back, run } = origin;
  const isCommit = name.startsWith('commit ');
  const parts = [
    found === undefined ? name : `${name} (${found}${back > 0 ? `, ${stepsBack(back)}` : ''})`,
    commit === null || isCommit ? '' : `commit ${commit.slice(0, 7)}`,
    run === undefined ? '' : `by the record of run ${run}`,
    at === undefined ? '' : ageText(at, now),
    digest === null ? '' : shortDigest(digest),
    standings[standing],
  ];
  return `Champion: ${parts.filter((part) => part !== '').join(', ')}.`;
}

/** The nearest commit that was judged is not always the one asked for. */
function stepsBack(back: number): string {
  return `${counted(back, 'commit')} back`;
}

const wholeHistory =
  'fetch the whole history (actions/checkout with fetch-depth: 0; GIT_DEPTH: 0 on GitLab).';

/** What the search among earlier runs of the forge came to. */
interface RunSearch {
  readonly hasForge: boolean;
  readonly problems: readonly string[];
}

export const said = {
  notKept: (reason: string) =>
    `What was said of this commit could not be kept for later runs: ${reason}`,
  walkedBack: (asked: string, { name, back }: ChampionOrigin) =>
    `The gate has no record of ${asked}; the nearest one is ${stepsBack(back)}, of ${name}. What changed in between is not part of the comparison.`,
  firstRun: (alias: string) =>
    `No champion yet: this model is judged against floors and ceilings only. Once register-model gives it the alias "${alias}", it is the champion that the next one is compared with.`,
  noSuchAlias: (alias: string, registry: string) =>
    `The registry ${registry} has no "${alias}" yet, so this model is judged against floors and ceilings only. Once register-model gives it this alias, it is the champion that the next one is compared with.`,
  firstModel: (model: string) =>
    `First model: where this change begins there is no model "${model}", so there is nothing to compare with. It is judged against floors and ceilings only. Once it is merged and judged there, it is the champion that the next change is compared with.`,
  runsProblem: (problem: string) => `Looking for the champion in earlier runs: ${problem}`,
  neverJudged: (asked: string, commits: number, isShallow: boolean, runs: RunSearch) => {
    const before = commits < 2 ? '' : ` or of the ${commits - 1} commits before it`;
    const shallow = isShallow ? ` The checkout has only the newest commits: ${wholeHistory}` : '';
    const places = runs.hasForge
      ? 'the report directory, the cache, the artifacts of earlier runs or the registry'
      : 'the report directory, the cache or the registry';
    const problems = runs.problems.map((problem) => ` ${problem}`).join('');
    return `No champion: the gate has no record of ${asked}${before}, in ${places}. Only floors and ceilings were judged. Run the gate on that branch first.${problems}${shallow}`;
  },
  notComparable: ({ name }: ChampionOrigin, reasons: readonly string[]) =>
    `${name} could not be judged on these rows, so no change from it is known and nothing that may not get worse was judged. ${reasons.join(' ')}`.trim(),
  otherRows: 'The predictions kept of it are about other rows.',
  nothingKept: 'Neither a model that can be run here nor predictions are kept of it.',
  cannotUse: (kind: string, message: string) =>
    kind === 'model' ? `Its model cannot be run: ${message}` : `Its predictions: ${message}`,
};

/** The sentence of a gate that had nothing to compare with, although there is a champion. */
export function notComparedSummary({ name }: ChampionOrigin, own: string): string {
  const numbers = own.split(`; ${summaries.firstRun}`)[0]?.split('; there is no champion')[0];
  return `Not compared with the champion ${name}, of which only recorded numbers are known. ${numbers}`;
}

export const recorded = {
  title: ({ name }: ChampionOrigin) => `Recorded of ${name}, not comparable`,
  note: (at: string, now: Date) =>
    `These numbers are ${ageText(at, now)}, from another run and perhaps other rows: no difference is taken between them.`,
};

const forms =
  'Give predictions, a model, an alias or version of the registry (champion, flights@v3), or a revision (git:main, merge-base).';

export function revisionMalformed(text: string): ActionError {
  return usageError(
    'champion-revision-malformed',
    `The champion ${JSON.stringify(text)} is no revision: a branch, a tag or a SHA is, with ~2 for two commits back.`,
    forms,
  );
}

export function revisionUnknown(text: string, isShallow: boolean): ActionError {
  return usageError(
    'champion-revision-unknown',
    `The champion ${text} names no commit of this checkout.`,
    isShallow
      ? `The checkout has only the newest commits: ${wholeHistory}`
      : 'Check the name with `git log`; in CI, fetch that branch too.',
  );
}

export function noMergeBase(target: string | undefined, isShallow: boolean): ActionError {
  return usageError(
    'champion-merge-base-unknown',
    target === undefined
      ? 'Where this change left its target branch is not known: the run is of no pull or merge request, and there is no branch main or master.'
      : `Where this change left ${target} is not known: the checkout lacks that branch or the history in between.`,
    isShallow
      ? `The checkout has only the newest commits: ${wholeHistory}`
      : 'Name the branch: champion: git:main.',
  );
}

export function aliasUnknown(
  name: string,
  registry: string,
  aliases: readonly string[],
): ActionError {
  const known = aliases.length === 0 ? 'It has no alias.' : `It has ${aliases.join(', ')}.`;
  return usageError(
    'champion-unknown',
    `The registry ${registry} has no ${name}. ${known}`,
    `${forms} A file of this name does not exist either.`,
  );
}
