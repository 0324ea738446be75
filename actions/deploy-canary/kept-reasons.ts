/**
 * Why a deployment changed, as its state keeps it. The state outlives the run that wrote it and is
 * read by people of either language, so that it is English in all of them and translated where it
 * is shown: states of earlier versions have the same words.
 */
export const keptReasons = {
  servedAgain: 'served again',
  goesOn: 'goes on',
  first: 'the first one',
  passed: 'passed every step',
  askedFor: 'asked for',
  interrupted: 'the step was stopped',
  failed: 'the step could not go on',
} as const;

export type KeptReason = keyof typeof keptReasons;

/** Reasons with a name or number in them. */
export const keptWith = {
  otherAskedFor: (label: string): string => `${label} was asked for`,
  inPlaceOf: (label: string): string => `in place of ${label}`,
  step: (number: number): string => `step ${number}`,
} as const;

/** What a kept reason says, or undefined where it is none of these, as the code of a finding. */
export function readReason(
  kept: string,
):
  | { readonly kind: KeptReason }
  | { readonly kind: keyof typeof keptWith; readonly about: string }
  | undefined {
  const names = Object.keys(keptReasons) as KeptReason[];
  const plain = names.find((name) => keptReasons[name] === kept);
  if (plain !== undefined) return { kind: plain };
  const about = (form: RegExp): string | undefined => form.exec(kept)?.[1];
  const [step, replaced, asked] = [
    about(/^step (\d+)$/u),
    about(/^in place of (.+)$/su),
    about(/^(.+) was asked for$/su),
  ];
  if (step !== undefined) return { kind: 'step', about: step };
  if (replaced !== undefined) return { kind: 'inPlaceOf', about: replaced };
  return asked === undefined ? undefined : { kind: 'otherAskedFor', about: asked };
}
