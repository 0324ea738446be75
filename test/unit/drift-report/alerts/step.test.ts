import { expect, test } from 'vitest';
import { step } from '../../../../actions/drift-report/main.ts';
import { createRandom } from '../../../../shared/stats/random.ts';
import { findings } from '../../../support/drift-project.ts';
import { receiver } from '../../../support/receiver.ts';
import { runStep } from '../../../support/run-step.ts';
import { tempDir } from '../../../support/temp-dir.ts';

function csv(shift: number, seed: number): string {
  const random = createRandom(seed);
  const rows = Array.from({ length: 1_500 }, () => {
    const late = random.uniform() < 0.3 ? 1 : 0;
    return `${late},${(random.normal() + shift).toFixed(3)}`;
  });
  return `late,<!channel> delay\n${rows.join('\n')}\n`;
}

const config = `version: 1
models:
  flights:
    label: late
    drift:
      columns: { '<!channel> delay': { importance: high } }
      retrain: { assumed-points: 2, loss-per-point: 10, cost: 500, min-labels: 1000 }
      alerts:
        channels:
          team: { type: slack, url: SLACK_WEBHOOK_URL }
`;

test('from files to a message and a decision, the whole step', async () => {
  const slack = await receiver();
  const root = tempDir({
    'mlops.yml': config,
    'reference.csv': csv(0, 1),
    'current.csv': csv(1, 2),
  });
  const inputs = { reference: 'reference.csv', current: 'current.csv', comment: 'never' };
  const ran = await runStep(step, root, inputs, {
    environment: { SLACK_WEBHOOK_URL: slack.url },
    context: { runId: '7', repository: 'octo/flights' },
  });
  expect(ran.exitCode).toBe(0);
  expect(Object.fromEntries(ran.host.outputs)).toMatchObject({
    alert: 'p1',
    retrain: 'true',
    rollback: 'false',
    'issue-url': '',
  });
  expect(findings(ran)).toContain('info alert-sent: Told the channel team (trigger).');
  // 2 points x 10 a day x 30 days.
  expect(findings(ran)).toContain(
    'info retrain: Retraining is worth it. An important column drifted, which is assumed to cost 2 points; going on as before is expected to lose 600, retraining costs 500; 1,500 rows have their label.',
  );
  expect(slack.received).toHaveLength(1);
  expect(slack.received[0]?.text).toContain('&lt;!channel&gt; delay');
  expect(slack.received[0]?.text).not.toContain('<!channel>');
});
