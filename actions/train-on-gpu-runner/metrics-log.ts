import { messages } from './messages.ts';

/** Something in the metrics file that could not be used. */
export interface MetricsProblem {
  /** 1-based. */
  readonly line: number;
  readonly reason: string;
}

/** What the training code reported. A value that is not finite is kept as it is. */
export interface ReportedMetrics {
  /** Final values by name, in the order they were first named. */
  readonly final: ReadonlyMap<string, number>;
  /** Values by metric, each from the lowest step to the highest. */
  readonly steps: ReadonlyMap<string, readonly StepValue[]>;
  readonly problems: readonly MetricsProblem[];
}

export interface StepValue {
  readonly step: number;
  readonly value: number;
}

const longestName = 100;

/**
 * Read a metrics file: JSON lines, `{"step": 1, "loss": 0.4}` for a step, without `step` for final
 * values. A metric that only has steps has the last one's value as its final value, because that is
 * what training loops print. Of values given twice the later one counts.
 */
export function parseMetrics(text: string): ReportedMetrics {
  const final = new Map<string, number>();
  const steps = new Map<string, Map<number, number>>();
  const problems: MetricsProblem[] = [];
  text.split('\n').forEach((content, index) => {
    if (content.trim() === '') return;
    const { step, values, reasons } = parseLine(content);
    problems.push(...reasons.map((reason) => ({ line: index + 1, reason })));
    for (const [name, value] of values) {
      if (step === undefined) final.set(name, value);
      else valuesOf(steps, name).set(step, value);
    }
  });
  const sorted = new Map([...steps].map(([name, values]) => [name, inOrder(values)]));
  for (const [name, values] of sorted) {
    const last = values.at(-1);
    if (last !== undefined && !final.has(name)) final.set(name, last.value);
  }
  return { final, steps: sorted, problems };
}

interface Line {
  readonly step: number | undefined;
  readonly values: ReadonlyMap<string, number>;
  readonly reasons: readonly string[];
}

function parseLine(text: string): Line {
  const nothing = (reason: string): Line => ({
    step: undefined,
    values: new Map(),
    reasons: [reason],
  });
  let json: unknown;
  try {
    json = JSON.parse(withoutBareNumbers(text));
  } catch {
    return nothing(messages.problems.notJson);
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    return nothing(messages.problems.notAnObject);
  }
  const { step, ...rest } = json as Record<string, unknown>;
  if (step !== undefined && !(typeof step === 'number' && step >= 0)) {
    return nothing(messages.problems.stepNotANumber);
  }
  const values = new Map<string, number>();
  const reasons: string[] = [];
  for (const [name, raw] of Object.entries(rest)) {
    const value = numberOf(raw);
    if (name === '' || name.length > longestName) reasons.push(messages.problems.nameUnfit);
    else if (value === undefined) reasons.push(messages.problems.valueNotANumber(name));
    else values.set(name, value);
  }
  return { step, values, reasons };
}

/** A string that stands for a number JSON has no word for. Nobody would write it by accident. */
const marker = '\u0000';
const bareNumbers = /"(?:[^"\\]|\\.)*"|-?\bInfinity\b|\bNaN\b/gu;

/** Python writes NaN and Infinity as they are, which JSON does not know. */
function withoutBareNumbers(text: string): string {
  return text.replace(bareNumbers, (found) =>
    found.startsWith('"') ? found : JSON.stringify(marker + found),
  );
}

function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && value.startsWith(marker) ? Number(value.slice(1)) : undefined;
}

function valuesOf(steps: Map<string, Map<number, number>>, name: string): Map<number, number> {
  const known = steps.get(name) ?? new Map<number, number>();
  steps.set(name, known);
  return known;
}

function inOrder(values: ReadonlyMap<number, number>): StepValue[] {
  return [...values].map(([step, value]) => ({ step, value })).sort((a, b) => a.step - b.step);
}
