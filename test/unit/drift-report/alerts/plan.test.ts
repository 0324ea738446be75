import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type ChannelPlan,
  levels,
  type Message,
  planAlerts,
  type Situation,
} from '../../../../actions/drift-report/alerts/plan.ts';
import {
  type AlertState,
  channelOf,
  emptyState,
  parseState,
  withChannel,
} from '../../../../actions/drift-report/alerts/state.ts';
import { alertsSchema } from '../../../../shared/config/sections/alerts.ts';

const hour = 3_600_000;
const start = Date.parse('2026-03-01T06:00:00Z');
const channels: ChannelPlan[] = [
  { name: 'pager', audiences: ['page'] },
  { name: 'chat', audiences: ['notify', 'digest'] },
  { name: 'log', audiences: ['digest'] },
];
const runs = fc.array(
  fc.record({
    alert: fc.constantFrom('none', 'p2', 'p1', 'p0'),
    isConclusive: fc.boolean(),
    /** Hours since the run before; 0 is a re-run. */
    after: fc.constantFrom(0, 1, 3, 7, 25),
    /** Whether the receivers take what they are sent. */
    arrives: fc.boolean(),
  }),
  { minLength: 1, maxLength: 40 },
);
const policies = fc
  .record({ p0: fc.integer({ min: 1, max: 3 }), p1: fc.integer({ min: 1, max: 3 }) })
  .map(({ p0, p1 }) => alertsSchema.parse({ p0: { after: p0 }, p1: { after: p1 } }));

/** What a run leaves when its messages arrived. */
function told(state: AlertState, messages: readonly Message[], now: Date): AlertState {
  const at = now.toISOString();
  return messages.reduce((after, { channel, event, level, digest }) => {
    const open =
      event === 'trigger'
        ? { level, at }
        : event === 'resolve'
          ? null
          : channelOf(after, channel).open;
    const told = digest.length > 0 ? { digested: at } : {};
    return withChannel(after, channel, { open, ...told });
  }, state);
}

test('whatever happens: one message a channel and run, none twice within the cool-down', () => {
  fc.assert(
    fc.property(runs, policies, (sequence, policy) => {
      let state = emptyState();
      let now = start;
      let run = 0;
      const lastTrigger = new Map<string, { at: number; level: number }>();
      for (const { alert, isConclusive, after, arrives } of sequence) {
        now += after * hour;
        if (after > 0) run += 1;
        const verdict = alert !== 'none' || isConclusive;
        const situation = {
          ...{ alert, isConclusive: verdict, run: `run-${run}` },
          ...{ now: new Date(now), summary: 'moved' },
        } as const;
        const plan = planAlerts(situation, channels, policy, state);
        const names = plan.messages.map(({ channel }) => channel);
        expect(new Set(names).size).toBe(names.length);
        for (const { channel, event, level } of plan.messages) {
          if (event === 'resolve') {
            expect(verdict).toBe(true);
            if (arrives) lastTrigger.delete(channel);
          }
          if (event !== 'trigger') continue;
          const before = lastTrigger.get(channel);
          const urgency = levels.indexOf(level);
          if (before !== undefined) {
            const isWorse = urgency < before.level;
            expect(isWorse || now - before.at >= policy.cooldown).toBe(true);
          }
          if (arrives) lastTrigger.set(channel, { at: now, level: urgency });
        }
        state = arrives ? told(plan.state, plan.messages, situation.now) : plan.state;
        // What is remembered can be read again.
        expect(parseState(JSON.stringify(state))).toEqual(state);
      }
    }),
    { seed: 5, numRuns: 300 },
  );
});

test('what did not arrive is told by the next run, and after a calm nobody is left alarmed', () => {
  fc.assert(
    fc.property(runs, policies, (sequence, policy) => {
      let state = emptyState();
      let now = start;
      for (const [i, { alert, after, arrives }] of sequence.entries()) {
        now += (after + 1) * hour;
        const situation = {
          ...{ alert, isConclusive: true, run: `run-${i}`, now: new Date(now), summary: 'moved' },
        } as const;
        const plan = planAlerts(situation, channels, policy, state);
        const again = planAlerts(situation, channels, policy, plan.state);
        expect(again.messages).toEqual(plan.messages);
        state = arrives ? told(plan.state, plan.messages, situation.now) : plan.state;
      }
      const calm: Situation = {
        ...{ alert: 'none' as const, isConclusive: true, run: 'calm' },
        ...{ now: new Date(now + 48 * hour), summary: '' },
      };
      const last = planAlerts(calm, channels, policy, state);
      state = told(last.state, last.messages, calm.now);
      expect(channels.filter(({ name }) => channelOf(state, name).open !== null)).toEqual([]);
      const after = { ...calm, run: 'after', now: new Date(now + 96 * hour) };
      expect(planAlerts(after, channels, policy, state).messages).toEqual([]);
    }),
    { seed: 6, numRuns: 300 },
  );
});
