import type { HostContext } from '../ports/host.ts';

/** A context that knows nothing. */
export const noContext: HostContext = {
  commit: undefined,
  branch: undefined,
  targetBranch: undefined,
  repository: undefined,
  runUrl: undefined,
  runId: undefined,
  attempt: 1,
  job: undefined,
  root: undefined,
  event: undefined,
  actor: undefined,
  reason: undefined,
};
