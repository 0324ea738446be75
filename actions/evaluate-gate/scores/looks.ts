import { canonicalDigest } from '../../../shared/domain/canonical-digest.ts';
import type { Digest } from '../../../shared/domain/digest.ts';
import type { SideResults } from './side.ts';

/** What tells one set of cases from another: their names. */
export function testSetOf({ cases }: SideResults): Digest {
  return canonicalDigest({ cases: [...cases.keys()].sort() });
}

/** What tells one model's results from another's: scores and passes, however long they took. */
export function answersOf({ cases }: SideResults): Digest {
  const results = [...cases].map(([name, { scores, passes }]) => [
    name,
    { passes: passes.map(Number).toSorted(), scores: Object.fromEntries(sorted(scores)) },
  ]);
  return canonicalDigest(Object.fromEntries(results));
}

function sorted(scores: ReadonlyMap<string, readonly number[]>) {
  return [...scores].map(([name, values]) => [name, values.toSorted((a, b) => a - b)] as const);
}
