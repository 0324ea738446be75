import { formatDuration } from '../../../shared/domain/duration.ts';
import type { Level } from './plan.ts';

const titles: Readonly<Record<Level, string>> = {
  p0: 'drift that needs action now',
  p1: 'drift that needs a look',
  p2: 'drift worth knowing of',
};

function plural(value: number, one: string): string {
  return `${value} ${one}${value === 1 ? '' : 's'}`;
}

function named(names: readonly string[]): string {
  return names.length === 1 ? `the channel ${names[0]}` : `the channels ${names.join(', ')}`;
}

/** Every sentence about alerts a person can read. */
export const messages = {
  title: (level: Level, isReminder: boolean): string =>
    `${titles[level]}${isReminder ? ', still' : ''}`,
  resolved: 'the drift is gone',
  digest: (entries: number): string => `${plural(entries, 'report')} since the last digest`,
  digestSummary: 'What drifted, and can wait until someone has time.',
  digestEntry: (position: number): string => `Digest ${position}`,
  raised: (level: Level, code: string): string =>
    `${level.toUpperCase()}: the policy counts ${code} as ${level.toUpperCase()}.`,
  notSent: (reason: string): string => `Nobody was alerted: ${reason}.`,
  never: 'the input notify is never',
  onRequest: 'this run belongs to a pull or merge request',
  inTerminal: 'this is not a job of a forge; set the input notify to always to send all the same',
  told: (names: readonly string[], event: string): string => `Told ${named(names)} (${event}).`,
  held: (names: readonly string[], forMs: number): string =>
    `Not told again to ${named(names)}: the same alert was told before, and the cool-down lasts another ${formatDuration(forMs)}.`,
  waiting: (alert: string, runs: number, after: number): string =>
    `${alert.toUpperCase()} has been seen in ${plural(runs, 'run')} in a row; it acts from ${after} on.`,
  stateUnreadable: (path: string): string =>
    `What was told before is not known: ${path} is damaged, so that an alert may be repeated.`,
  stateUnwritable: (path: string): string =>
    `What was told cannot be remembered: ${path} cannot be written, so that the next run may repeat an alert.`,
  rollbackStarted: (workflow: string): string => `Started ${workflow} with mode rollback.`,
  rollbackHeld: (at: string): string =>
    `No second rollback: one was started ${at}, within the cool-down.`,
  rollbackUnsure: (at: string): string =>
    `A run that was stopped ${at} may have started a rollback. No second one is started; check the deployment.`,
  cannotDispatch: (kind: string, host: string): string =>
    `${host} cannot start this: drift-report knows no ${kind} there.`,
  commentGone: (summary: string): string => `The drift is gone. ${summary}`,
  commentBack: (summary: string): string => `The drift is back. ${summary}`,
  commentWorse: (summary: string): string => `It got worse. ${summary}`,
  issueOpened: (url: string): string => `Opened the issue ${url}.`,
  issueClosed: (url: string): string => `Closed the issue ${url}: the drift is gone.`,
  issueReopened: (url: string): string => `Reopened the issue ${url}: the drift is back.`,
  issueLeftClosed: (url: string): string =>
    `The issue ${url} was closed by someone and stays so: the drift is the one it was.`,
  labelDropped: (label: string, url: string): string =>
    `The forge did not put the label ${label} on ${url}, so that the next run cannot find the issue. Create the label, or give the token the right to.`,
} as const;
