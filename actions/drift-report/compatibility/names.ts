import {
  type DriftMethod,
  driftMethods,
  isPeerMethod,
  type PeerMethod,
  peerMethods,
} from '../../../shared/domain/drift-method.ts';

/** What the input "method" accepts. */
export const methodNames = [...driftMethods, ...peerMethods] as const;

/** Our method, which judges whatever another tool's cannot, and the other tool's where asked for. */
export function methodOf(asked: DriftMethod | PeerMethod | undefined): {
  method: DriftMethod;
  peer?: PeerMethod;
} {
  if (asked === undefined) return { method: 'psi' };
  return isPeerMethod(asked) ? { method: 'psi', peer: asked } : { method: asked };
}

/** One column's method, where it is one of ours. */
export function ownMethod(asked: DriftMethod | PeerMethod | undefined): { method?: DriftMethod } {
  return asked === undefined || isPeerMethod(asked) ? {} : { method: asked };
}
