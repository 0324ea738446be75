import { type StepName, stepNames } from '../domain/step.ts';

/** A step that is under way, as the comment knows it. */
export interface RunningStep {
  step: StepName;
  since: Date;
  /** The commit it is about, in lower-case hexadecimal. */
  commit: string | null;
}

const pattern =
  /^<!-- mlops-actions running=([a-z-]{1,40}) since=([0-9TZ:.-]{20,30}) commit=([0-9a-f]{7,64}|unknown) -->[ \t\r]*$/gmu;

/** The hidden line by which the next writer knows of it: a job has no other word of its peers. */
export function runningMarker({ step, since, commit }: RunningStep): string {
  const known = commit !== null && /^[0-9a-f]{7,64}$/u.test(commit) ? commit : 'unknown';
  return `<!-- mlops-actions running=${step} since=${since.toISOString()} commit=${known} -->`;
}

/** The steps that a comment says are under way; the latest start counts of several for one. */
export function parseRunning(body: string): Map<StepName, RunningStep> {
  const running = new Map<StepName, RunningStep>();
  for (const [, name, time = '', commit = ''] of body.matchAll(pattern)) {
    const step = stepNames.find((known) => known === name);
    const since = new Date(time);
    if (step === undefined || Number.isNaN(since.getTime())) continue;
    const there = running.get(step);
    if (there !== undefined && there.since >= since) continue;
    running.set(step, { step, since, commit: commit === 'unknown' ? null : commit });
  }
  return running;
}
