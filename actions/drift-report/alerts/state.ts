import { z } from 'zod';

export const stateVersion = 'mlops-alerts/1';

const time = z.iso.datetime();
const level = z.enum(['p0', 'p1', 'p2']);
const none = null;

/** A message that was begun. Its receiver may have it or not, until it is confirmed. */
const pendingSchema = z.strictObject({ id: z.string(), event: z.string(), level });

const channelSchema = z.strictObject({
  /** What this channel was last told and what has not been taken back. */
  open: z.strictObject({ level, at: time }).nullable().default(none),
  pending: pendingSchema.nullable().default(none),
  /** Digest entries up to here have been told. */
  digested: time.nullable().default(none),
});
export type ChannelState = z.infer<typeof channelSchema>;

const doneSchema = z.strictObject({ id: z.string(), at: time, isConfirmed: z.boolean() });

/**
 * What drift-report remembers of its alerts about one model, from run to run. It holds no secret,
 * and losing it costs a repeated message, never a lost one.
 */
export const stateSchema = z.strictObject({
  schema: z.literal(stateVersion),
  /** When it was written: of two copies the newer counts. */
  updated: time.nullable().default(none),
  /** The last run that was counted: a re-run of it is not counted again. */
  run: z.string().nullable().default(none),
  /** How many runs in a row were at this level or a higher one. */
  streaks: z
    .strictObject({ p0: z.number().int(), p1: z.number().int(), p2: z.number().int() })
    .default({ p0: 0, p1: 0, p2: 0 }),
  channels: z.record(z.string(), channelSchema).default({}),
  digest: z.array(z.strictObject({ at: time, run: z.string(), text: z.string() })).default([]),
  rollback: doneSchema.nullable().default(none),
  retrain: doneSchema.nullable().default(none),
});
export type AlertState = z.infer<typeof stateSchema>;

export function emptyState(): AlertState {
  return stateSchema.parse({ schema: stateVersion });
}

/** undefined: not a state of this version. */
export function parseState(text: string): AlertState | undefined {
  try {
    const parsed = stateSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

export function channelOf(state: AlertState, name: string): ChannelState {
  return state.channels[name] ?? channelSchema.parse({});
}

export function withChannel(
  state: AlertState,
  name: string,
  change: Partial<ChannelState>,
): AlertState {
  const channel = { ...channelOf(state, name), ...change };
  return { ...state, channels: { ...state.channels, [name]: channel } };
}
