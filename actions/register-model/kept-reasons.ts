/**
 * Why an alias moved, as the registry's ledger keeps it: in English whatever the reader's language,
 * since others read it too, and translated where it is shown.
 */
export const keptReasons = {
  askedFor: 'asked for',
  rollback: 'rollback asked for',
} as const;

const gate = 'gate: ';

export function passedGate(summary: string): string {
  return `${gate}${summary}`;
}

/** The gate's summary in a kept reason, in the language of its run. */
export function gateSummaryOf(kept: string): string | undefined {
  return kept.startsWith(gate) ? kept.slice(gate.length) : undefined;
}
