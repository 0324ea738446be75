import type { AlertsConfig, Channel } from '../../../../shared/config/sections/alerts.ts';
import type { Finding } from '../../../../shared/domain/record.ts';
import { ActionError } from '../../../../shared/kernel/action-error.ts';
import type { Notification, Notifier, OpenNotifier } from '../../../../shared/ports/notifier.ts';
import type { StepContext } from '../../../../shared/ports/step.ts';
import type { definition } from '../../definition.ts';
import type { Memory } from '../memory/run.ts';
import { messages } from '../messages.ts';
import type { Audience, ChannelPlan, Message } from '../plan.ts';
import { channelOf, withChannel } from '../state.ts';

type Context = StepContext<typeof definition>;

/** What a message says beside its level. */
export interface Content {
  readonly summary: string;
  readonly facts: readonly { readonly name: string; readonly value: string }[];
}

export function channelPlans(channels: AlertsConfig['channels']): ChannelPlan[] {
  return Object.entries(channels).map(([name, channel]) => ({
    name,
    audiences: channel.for ?? audiencesOf(channel),
  }));
}

function audiencesOf({ type }: Channel): Audience[] {
  return type === 'pagerduty' ? ['page'] : ['notify', 'digest'];
}

/** Send every message, all channels at once. A channel that fails is a warning, nothing more. */
export async function sendMessages(
  context: Context,
  open: OpenNotifier,
  planned: readonly Message[],
  content: Content,
  memory: Memory,
): Promise<Finding[]> {
  if (planned.length === 0) return [];
  let { state } = memory;
  for (const message of planned) {
    state = withChannel(state, message.channel, { pending: pendingOf(context, message, memory) });
  }
  await memory.keep(state);
  const outcomes = await Promise.all(
    planned.map(async (message) => ({
      message,
      problem: await sendOne(
        context,
        open,
        notificationOf(context, message, content, memory),
        message,
      ),
    })),
  );
  await memory.keep(
    outcomes.reduce((after, outcome) => settled(context, after, outcome), memory.state),
  );
  return findingsOf(outcomes);
}

interface Outcome {
  readonly message: Message;
  /** undefined: the receiver has it. */
  readonly problem: Finding | undefined;
}

/** A message that was begun and not confirmed keeps its id: receivers that look at it fold both. */
function pendingOf({ modelName, now }: Context, message: Message, { state }: Memory) {
  const { event, level, channel } = message;
  const before = channelOf(state, channel).pending;
  if (before?.event === event && before.level === level) return before;
  return { id: `${modelName}-${event}-${level}-${now().toISOString()}`, event, level };
}

async function sendOne(
  context: Context,
  open: OpenNotifier,
  notification: Notification,
  { channel: name }: Message,
): Promise<Finding | undefined> {
  try {
    const channel = context.model.drift?.alerts.channels[name];
    if (channel === undefined) return undefined;
    const notifier: Notifier = open(name, channel, (variable) => context.host.secret?.(variable));
    await notifier.send(notification);
    return undefined;
  } catch (error) {
    if (!(error instanceof ActionError)) throw error;
    const hint = error.hint === undefined ? '' : ` ${error.hint}`;
    return { code: 'alert-not-sent', severity: 'warning', message: `${error.message}${hint}` };
  }
}

function notificationOf(
  { host, modelName, now }: Context,
  { event, level, isReminder, digest, channel }: Message,
  content: Content,
  { state }: Memory,
): Notification {
  const { repository, runUrl } = host.context;
  const titles = {
    trigger: messages.title(level, isReminder),
    resolve: messages.resolved,
    digest: messages.digest(digest.length),
  };
  const entries = digest.map((value, i) => ({ name: messages.digestEntry(i + 1), value }));
  return {
    id: channelOf(state, channel).pending?.id ?? modelName,
    key: ['mlops', repository, modelName, 'drift'].filter(Boolean).join('/'),
    event,
    level,
    model: modelName,
    source: repository,
    title: titles[event],
    summary: event === 'digest' ? messages.digestSummary : content.summary,
    facts: [...(event === 'trigger' ? content.facts : []), ...entries],
    link: runUrl,
    at: now(),
  };
}

function settled({ now }: Context, state: Memory['state'], { message, problem }: Outcome) {
  const { channel, event, level, digest } = message;
  const at = now().toISOString();
  // It may have arrived all the same: the next run sends it under the same id.
  if (problem !== undefined) return state;
  return withChannel(state, channel, {
    pending: null,
    ...(event === 'trigger' ? { open: { level, at } } : {}),
    ...(event === 'resolve' ? { open: null } : {}),
    ...(digest.length > 0 ? { digested: at } : {}),
  });
}

function findingsOf(outcomes: readonly Outcome[]): Finding[] {
  const failed = outcomes.flatMap(({ problem }) => (problem === undefined ? [] : [problem]));
  const events = [...new Set(outcomes.map(({ message }) => message.event))];
  const told = events.flatMap((event) => {
    const sent = outcomes.filter(({ message, problem }) => message.event === event && !problem);
    const names = sent.map(({ message }) => message.channel);
    return names.length === 0 ? [] : [info('alert-sent', messages.told(names, event))];
  });
  return [...failed, ...told];
}

function info(code: string, message: string): Finding {
  return { code, severity: 'info', message };
}
