import type { Alert } from '../decide.ts';
import { type AlertState, channelOf } from './state.ts';

export type Level = Exclude<Alert, 'none'>;
export type Audience = 'page' | 'notify' | 'digest';
export type Action = 'rollback' | 'page' | 'notify' | 'digest' | 'issue';
/** The most urgent first. */
export const levels: readonly Level[] = ['p0', 'p1', 'p2'];

export interface LevelPolicy {
  readonly when: readonly string[];
  readonly actions: readonly Action[];
  readonly after: number;
}

export interface AlertPolicy extends Readonly<Record<Level, LevelPolicy>> {
  /** Milliseconds. */
  readonly cooldown: number;
}

/** What a run found, as far as alerts need to know. */
export interface Situation {
  readonly alert: Alert;
  /** Whether the run could decide everything: only then is a missing alert good news. */
  readonly isConclusive: boolean;
  /** The same for re-runs of one run. */
  readonly run: string;
  readonly now: Date;
  readonly summary: string;
}

export interface ChannelPlan {
  readonly name: string;
  readonly audiences: readonly Audience[];
}

/** One message a channel gets: at most one a run. */
export interface Message {
  readonly channel: string;
  readonly event: 'trigger' | 'resolve' | 'digest';
  readonly level: Level;
  /** Told again after the cool-down, rather than for the first time. */
  readonly isReminder: boolean;
  /** Entries of the digest that go with it. */
  readonly digest: readonly string[];
}

export interface Plan {
  /** The level that acts, once enough runs in a row have shown it. */
  readonly level: Alert;
  readonly actions: readonly Action[];
  readonly messages: readonly Message[];
  /** Channels that would have been told, but for the cool-down, with the time until then. */
  readonly held: readonly { channel: string; until: Date }[];
  /** With this run counted. */
  readonly state: AlertState;
}

const mostDigestEntries = 50;

/** The level the rules give, or a higher one that a finding asks for by its code. */
export function raisedAlert(
  alert: Alert,
  codes: readonly string[],
  policy: AlertPolicy,
): { alert: Alert; by: string | undefined } {
  for (const level of levels) {
    if (level === alert) break;
    const by = codes.find((code) => policy[level].when.includes(code));
    if (by !== undefined) return { alert: level, by };
  }
  return { alert, by: undefined };
}

/** Decide who is told what. Nothing is sent here, and the same run decides the same again. */
export function planAlerts(
  situation: Situation,
  channels: readonly ChannelPlan[],
  policy: AlertPolicy,
  before: AlertState,
): Plan {
  const counted = countRun(situation, before);
  const level = actingLevel(situation.alert, counted, policy);
  const actions = level === 'none' ? [] : policy[level].actions;
  const state = actions.includes('digest') ? withEntry(situation, counted) : counted;
  const messages: Message[] = [];
  const held: Plan['held'][number][] = [];
  for (const channel of channels) {
    const told = toldNow(channel, { level, actions, situation, channels, policy, state });
    if (told.until !== undefined) held.push({ channel: channel.name, until: told.until });
    const digest = dueEntries(channel, situation.now, state);
    if (told.message !== undefined) messages.push({ ...told.message, digest });
    else if (digest.length > 0) messages.push(digestMessage(channel, digest));
  }
  return { level, actions, messages, held, state };
}

function digestMessage({ name }: ChannelPlan, digest: readonly string[]): Message {
  return { channel: name, event: 'digest', level: 'p2', isReminder: false, digest };
}

function countRun({ alert, run, isConclusive }: Situation, state: AlertState): AlertState {
  // A run that could not decide neither continues a streak nor ends it.
  if (state.run === run || (alert === 'none' && !isConclusive)) return state;
  const next = (level: Level): number => (atLeast(alert, level) ? state.streaks[level] + 1 : 0);
  return { ...state, run, streaks: { p0: next('p0'), p1: next('p1'), p2: next('p2') } };
}

function actingLevel(alert: Alert, { streaks }: AlertState, policy: AlertPolicy): Alert {
  const acts = (level: Level) => atLeast(alert, level) && streaks[level] >= policy[level].after;
  return levels.find(acts) ?? 'none';
}

function atLeast(alert: Alert, level: Level): boolean {
  return alert !== 'none' && levels.indexOf(alert) <= levels.indexOf(level);
}

function withEntry({ now, run, summary }: Situation, state: AlertState): AlertState {
  if (state.digest.some((entry) => entry.run === run)) return state;
  const entry = { at: now.toISOString(), run, text: summary };
  return { ...state, digest: [...state.digest, entry].slice(-mostDigestEntries) };
}

interface Telling {
  readonly level: Alert;
  readonly actions: readonly Action[];
  readonly situation: Situation;
  readonly channels: readonly ChannelPlan[];
  readonly policy: AlertPolicy;
  readonly state: AlertState;
}

interface Told {
  readonly message?: Omit<Message, 'digest'>;
  readonly until?: Date;
}

function toldNow(channel: ChannelPlan, telling: Telling): Told {
  const { level, situation, policy, state } = telling;
  const { name } = channel;
  const { open } = channelOf(state, name);
  if (level === 'none' || !isAddressed(channel, telling)) {
    // Below what this channel hears of: take back what it was told, once that is sure.
    const isOver = open !== null && situation.isConclusive && !isStreakGrowing(telling);
    if (!isOver) return {};
    const message = { event: 'resolve' as const, level: open.level, isReminder: false };
    return { message: { channel: name, ...message } };
  }
  const message = { channel: name, event: 'trigger' as const, level, isReminder: false };
  if (open === null || levels.indexOf(level) < levels.indexOf(open.level)) return { message };
  const until = new Date(Date.parse(open.at) + policy.cooldown);
  if (situation.now.getTime() < until.getTime()) return { until };
  return { message: { ...message, isReminder: true } };
}

/** The alert is there, and only its number of runs is not reached: that is no good news. */
function isStreakGrowing({ situation, level }: Telling): boolean {
  return situation.alert !== 'none' && level === 'none';
}

/** A page goes to the channels for pages; where there are none, to those that are notified. */
function isAddressed({ audiences }: ChannelPlan, { actions, channels }: Telling): boolean {
  const pagers = channels.some((channel) => channel.audiences.includes('page'));
  const wantsPage = actions.includes('page');
  const wantsNotice = actions.includes('notify') || (wantsPage && !pagers);
  return (wantsPage && audiences.includes('page')) || (wantsNotice && audiences.includes('notify'));
}

/** At most one digest a day (UTC), with everything since the last. */
function dueEntries({ name, audiences }: ChannelPlan, now: Date, state: AlertState): string[] {
  if (!audiences.includes('digest')) return [];
  const { digested } = channelOf(state, name);
  if (digested !== null && digested.slice(0, 10) === now.toISOString().slice(0, 10)) return [];
  return state.digest
    .filter(({ at }) => digested === null || at > digested)
    .map(({ text }) => text);
}

/** What can be forgotten: entries every channel has told. */
export function withoutToldEntries(
  state: AlertState,
  channels: readonly ChannelPlan[],
): AlertState {
  const readers = channels.filter(({ audiences }) => audiences.includes('digest'));
  const told = readers.map(({ name }) => channelOf(state, name).digested ?? '');
  const upTo = told.sort()[0] ?? '';
  return { ...state, digest: state.digest.filter(({ at }) => at > upTo) };
}
