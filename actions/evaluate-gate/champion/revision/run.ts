import type { Commits } from '../../../../shared/ports/commits.ts';
import type { ModelRegistry } from '../../../../shared/ports/model-registry.ts';
import type { KeptGate, PastGates } from '../../../../shared/ports/past-gates.ts';
import { noMergeBase, revisionUnknown, said as texts } from '../messages.ts';
import type { FoundChampion } from '../origin.ts';
import { describe, modelsByCommit } from '../registry/run.ts';

/** Further back, another model is so old that a person should name it. */
const mostAncestors = 50;

interface Sources {
  readonly commits: Commits;
  readonly past: PastGates;
  readonly registry: ModelRegistry;
  /** Where files may be written; removed by who made it. */
  readonly workFolder: string;
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
 * What the gate said of a commit, or of the nearest of its first parents that it judged.
 *
 * @throws ActionError (usage): `champion-revision-unknown`, `champion-merge-base-unknown`
 */
export async function championOfRevision(
  asked: AskedRevision,
  sources: Sources,
): Promise<FoundChampion> {
  const { commits, past, registry } = sources;
  const start = await resolve(asked, commits);
  const whole = await commits.line(start, mostAncestors + 1);
  const line = whole.filter((commit) => commit !== asked.own);
  const registered = await modelsByCommit(registry, asked.model);
  for (const [back, commit] of line.entries()) {
    const kept = await past.find(asked.model, commit);
    if (kept !== undefined) return fromPast(kept, { commit, found: asked.said, back });
    const model = registered.get(commit);
    if (model === undefined) continue;
    const state = await registry.state(asked.model);
    return describe(registry, model, state, {
      found: asked.said,
      back,
      workFolder: sources.workFolder,
    });
  }
  const reason = texts.neverJudged(asked.said, line.length, await commits.isShallow());
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

function fromPast(
  { gate, predictions, place }: KeptGate,
  { commit, found, back }: { commit: string; found: string; back: number },
): FoundChampion {
  return {
    kind: 'found',
    origin: {
      name: `commit ${commit.slice(0, 7)}`,
      found,
      commit,
      digest: gate.judgedModel,
      at: gate.at,
      back,
      place,
    },
    candidates:
      predictions.length === 0 ? [] : [{ kind: 'predictions', champion: predictions, about: gate }],
    recorded: gate,
  };
}
