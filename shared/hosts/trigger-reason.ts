const longest = 1_000;

/** Why a run was started, as its event says: one line of at most a thousand characters. */
export function triggerReason(text: string | undefined): string | undefined {
  // Anyone who may start a workflow may write anything here.
  const line = text?.replaceAll(/[\p{Cc}\s]+/gu, ' ').trim();
  return line === undefined || line === '' ? undefined : [...line].slice(0, longest).join('');
}
