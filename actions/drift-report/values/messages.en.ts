function percent(share: number): string {
  const shown = (share * 100).toFixed(1);
  return `${shown} %`;
}

function number(value: number): string {
  return value.toLocaleString('en-US', { maximumSignificantDigits: 6 });
}

export const messages = {
  unit: (name: string, words: string, before: number, after: number): string =>
    `${name} seems to have changed its unit (${words}): converted back, its values agree with the reference (PSI ${after.toFixed(3)} instead of ${before.toFixed(3)}).`,
  outside: (name: string, share: number, low: number, high: number): string =>
    `${name}: ${percent(share)} of the values lie outside the reference's range, ${number(low)} to ${number(high)}.`,
  spike: (name: string, value: number, before: number, after: number): string =>
    `${name}: the single value ${number(value)} makes up ${percent(after)} of the values, ${percent(before)} in the reference; it may stand for missing ones.`,
} as const;
