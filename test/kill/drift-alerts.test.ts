import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { parseState } from '../../actions/drift-report/alerts/state.ts';
import { driftConfig } from '../support/drift-project.ts';
import { runKilledAt } from '../support/killable.ts';
import { type Receiver, receiver } from '../support/receiver.ts';
import { tempDir } from '../support/temp-dir.ts';

const program = fileURLToPath(new URL('../support/drift-alert-cli.ts', import.meta.url));
const drift = `      alerts:
        channels:
          team: { type: webhook, url: HOOK, secret: SIGN }
          oncall: { type: pagerduty, key: KEY, url: PAGE, for: [page, notify] }
`;

/** A project whose alert goes to a channel that folds repetitions by a key, and to one that cannot. */
async function project() {
  const [hook, pager] = [await receiver(), await receiver()];
  pager.answer({ status: 202, body: '{"status":"success","message":"ok","dedup_key":"k"}' });
  const root = tempDir({ 'mlops.yml': driftConfig(drift) });
  const variables = JSON.stringify({
    HOOK: hook.url,
    PAGE: pager.url,
    KEY: '0123456789abcdef',
    SIGN: 'signed',
  });
  const run = (hour: number, killAt?: number) =>
    runKilledAt(program, [root, 'p0', String(hour), variables], killAt);
  return { hook, pager, root, run };
}

/** What must hold at every moment: nothing remembered, or something that can be read. */
function expectReadable(root: string, place: number): void {
  const path = join(root, '.mlops/alerts/flights/state.json');
  if (!existsSync(path)) return;
  expect(parseState(readFileSync(path, 'utf8')), `killed at change ${place}`).toBeDefined();
}

function pages({ received }: Receiver): Set<unknown> {
  return new Set(received.map(({ json }) => json.dedup_key));
}

/**
 * The changes by which an alert is begun and noted as sent, in twos of a write and a rename, and the
 * first one after them: what the process does to other files comes before or later.
 */
const places = [4, 5, 6, 7, 8, 9, 12];

test('killed between the start and the end of an alert and run again, it is told, and no one is paged twice', async () => {
  const tellings: number[] = [];
  for (const place of places) {
    const { hook, pager, root, run } = await project();
    expect((await run(0, place)).code, `killed at change ${place}`).toBe(null);
    expectReadable(root, place);
    // The next run of the schedule, within the cool-down.
    await run(1);
    expectReadable(root, place);
    // A receiver that folds by key has one incident, the other one repetition at most.
    expect(pages(pager).size, `killed at change ${place}`).toBe(1);
    expect(pager.received.length).toBeLessThanOrEqual(2);
    const deliveries = hook.received.map(({ headers }) => headers['x-mlops-delivery']);
    expect(new Set(deliveries).size, `killed at change ${place}`).toBe(1);
    tellings.push(hook.received.length);
  }
  // Once, or twice where the kill fell between the message and the note that it was sent.
  expect(tellings).toEqual([1, 1, 1, 1, 2, 2, 1]);
}, 120_000);
