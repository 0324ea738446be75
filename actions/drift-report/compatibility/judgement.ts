import type { PeerMethod } from '../../../shared/domain/drift-method.ts';
import type { Effect } from '../measure.ts';
import type { PeerVerdict } from './judge.ts';

/** The method of another tool for one column, and what it said: of the whole ('') and by window. */
export interface PeerJudgement {
  readonly method: PeerMethod;
  readonly verdicts: ReadonlyMap<string, PeerVerdict>;
}

interface PeerDraft {
  readonly state: 'drifted' | 'steady' | 'not-computable';
  readonly effect: Effect;
  readonly threshold: number;
}

/** Another tool's verdict as this step states one: final, and outside of the family of tests. */
export function peerDraft(peer: PeerJudgement | undefined, window: string): PeerDraft | undefined {
  const verdict = peer?.verdicts.get(window);
  if (peer === undefined || verdict === undefined) return undefined;
  const { value, limit, drifted } = verdict;
  const effect = { method: peer.method, value, low: null, high: null, pValue: undefined };
  const said = drifted ? 'drifted' : 'steady';
  return { state: drifted === undefined ? 'not-computable' : said, effect, threshold: limit };
}
