import {
  type ModelSelector,
  modelNameSchema,
  parseModelReference,
  selectorOf,
} from '../../../shared/domain/model-reference.ts';

/** What the user calls the champion. */
export type ChampionName =
  /** Files, a folder, or an address: read as they are. */
  | { readonly kind: 'paths'; readonly paths: readonly string[] }
  | {
      readonly kind: 'registered';
      /** As the user wrote it. */
      readonly said: string;
      /** undefined: the configured registry. */
      readonly registry: string | undefined;
      readonly selector: ModelSelector;
    }
  | {
      readonly kind: 'revision';
      readonly said: string;
      /** undefined: where this change left the target branch. */
      readonly revision: string | undefined;
    };

/**
 * A branch, a tag, a SHA, with `~n` and `^n`. Narrower than git: no options, ranges, paths, or
 * searches, so that whatever is asked for is one commit.
 */
export function isRevision(text: string): boolean {
  return /^[A-Za-z0-9_][\w./-]*(?:[~^]\d*)*$/u.test(text) && !text.includes('..');
}

/** At least one digit, or `defaced` would be a commit. */
const sha = /^(?=.*\d)[0-9a-f]{7,64}$/u;

/**
 * What the input `champion` names. What exists as a file or folder is that, whatever it looks like.
 *
 * @param model the model's name, for short forms: `champion`, `v3`
 * @returns undefined where it starts as a revision and is none that git may be asked for
 */
export function readChampionName(
  given: readonly string[],
  model: string,
  exists: (path: string) => boolean,
): ChampionName | undefined {
  const [said = ''] = given;
  const paths: ChampionName = { kind: 'paths', paths: given };
  if (given.length !== 1 || /^[a-z]+:\/\//iu.test(said) || exists(said)) return paths;
  if (said === 'merge-base') return { kind: 'revision', said, revision: undefined };
  if (said.startsWith('git:')) {
    const revision = said.slice('git:'.length);
    return isRevision(revision) ? { kind: 'revision', said, revision } : undefined;
  }
  if (sha.test(said)) return { kind: 'revision', said, revision: said };
  return registered(said, model) ?? paths;
}

/** `flights@champion`, `champion`, `v3`, `<registry>:flights/v3`, `<registry>@sha256:…`. */
function registered(said: string, model: string): ChampionName | undefined {
  const [, named = '', tag = ''] = /^([^@:/]+)@([^@:/]+)$/u.exec(said) ?? [];
  const short = modelNameSchema.safeParse(named).success
    ? selectorOf(named, tag)
    : selectorOf(model, said);
  if (short !== undefined) {
    return { kind: 'registered', said, registry: undefined, selector: short };
  }
  const reference = parseModelReference(said);
  return reference === undefined ? undefined : { kind: 'registered', said, ...reference };
}
