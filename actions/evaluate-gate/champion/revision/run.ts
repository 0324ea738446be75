import type { Commits } from '../../../../shared/ports/commits.ts';
import type { ModelRegistry } from '../../../../shared/ports/model-registry.ts';
import type { KeptGate, PastGates } from '../../../../shared/ports/past-gates.ts';
import type { RunSearch } from '../left/run.ts';
import { noMergeBase, revisionUnknown, said as texts } from '../messages.ts';
import type { ChampionOrigin, FoundChampion } from '../origin.ts';
import { describe, modelsByCommit } from '../registry/run.ts';

/** Further back, another model is so old that a person should name it. */
const mostAncestors = 50;

interface Sources {
  readonly commits: Commits;
  readonly past: PastGates;
  readonly runs: RunSearch;
  readonly registry: ModelRegistry;
  /** Where files may be written; removed by who made it. */
  readonly workFolder: string;
  /** Whether the code of a commit (undefined: there is none) knew nothing of the model. */
  isFirstModel(before: string | undefined): Promise<boolean>;
}

interface AskedRevision {
  /** The model's name. */
  readonly model: string;
  /** As the user wrote it. */
  readonly said: string;
  /** undefined: where this change left the target branch. */
  readonly revision: string | undefined;
  readonly target: string | undefined;
  /** The commit under review, which is not its own champion. */
  readonly own: string | undefined;
}

/**
 * What the gate said of a commit, or of the nearest of its first parents that it judged: in the
 * report directory, in the cache, in the artifacts of a run, or in the registry.
 *
 * @throws ActionError (usage): `champion-revision-unknown`, `champion-merge-base-unknown`
 */
export async function championOfRevision(
  asked: AskedRevision,
  sources: Sources,
): Promise<FoundChampion> {
  const { commits, past, registry, runs, workFolder } = sources;
  const start = await resolve(asked, commits);
  const whole = await commits.line(start, mostAncestors + 1);
  const line = whole.filter((commit) => commit !== asked.own);
  const registered = await modelsByCommit(registry, asked.model);
  const isFirst =
    asked.revision === undefined && registered.size === 0 && (await sources.isFirstModel(line[0]));
  for (const [back, commit] of line.entries()) {
    const place = { commit, found: asked.said, back };
    const kept = await past.find(asked.model, commit);
    if (kept !== undefined) return fromPast(kept, { ...place, place: kept.place });
    // No run can have judged a model that was not there: a first request asks nobody.
    const left = isFirst ? undefined : await runs.find(asked.model, commit);
    if (left !== undefined)
      return fromPast(left, { ...place, place: 'artifact', run: left.run.id });
    const model = registered.get(commit);
    if (model === undefined) continue;
    const state = await registry.state(asked.model);
    return describe(registry, model, state, { found: asked.said, back, workFolder });
  }
  if (isFirst) {
    return { kind: 'none', reason: texts.firstModel(asked.model), severity: 'info' };
  }
  const reason = texts.neverJudged(asked.said, line.length, await commits.isShallow(), runs);
  return { kind: 'none', reason, severity: 'warning' };
}

async function resolve(
  { revision, said, target, own }: AskedRevision,
  commits: Commits,
): Promise<string> {
  if (revision !== undefined) {
    const found =
      (await commits.resolve(revision)) ?? (await commits.resolve(`origin/${revision}`));
    if (found !== undefined) return found;
    throw revisionUnknown(said, await commits.isShallow());
  }
  const from = own ?? 'HEAD';
  const branches = target === undefined ? ['main', 'master'] : [target];
  for (const branch of branches.flatMap((name) => [`origin/${name}`, name])) {
    const tip = await commits.resolve(branch);
    const base = tip === undefined ? undefined : await commits.mergeBase(tip, from);
    if (base !== undefined) return base;
  }
  throw noMergeBase(target, await commits.isShallow());
}

type Place = Pick<ChampionOrigin, 'found' | 'back' | 'place' | 'run'> & { readonly commit: string };

function fromPast(
  { gate, predictions }: Pick<KeptGate, 'gate' | 'predictions'>,
  where: Place,
): FoundChampion {
  return {
    kind: 'found',
    origin: {
      ...where,
      name: `commit ${where.commit.slice(0, 7)}`,
      digest: gate.judgedModel,
      at: gate.at,
    },
    candidates:
      predictions.length === 0 ? [] : [{ kind: 'predictions', champion: predictions, about: gate }],
    recorded: gate,
  };
}
