import { fileURLToPath } from 'node:url';
import { definition } from '../../actions/deploy-canary/definition.ts';
import { deployPorts } from '../../actions/deploy-canary/main.ts';
import { run } from '../../actions/deploy-canary/run.ts';
import type { Start } from '../../shared/hosts/start.ts';
import { runStep } from './run-step.ts';

const daemon = fileURLToPath(new URL('./local-target-daemon.ts', import.meta.url));

/** deploy-canary with the background processes of the tests. */
export const deployStep: Start<typeof definition> = {
  definition,
  run: (context) => run(context, deployPorts([daemon])),
};

/** Run deploy-canary in a process of its own: `<directory> <inputs as JSON>`. */
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [directory = '.', inputs = '{}'] = process.argv.slice(2);
  const ran = await runStep(deployStep, directory, JSON.parse(inputs) as Record<string, string>);
  process.stdout.write(`${ran.record?.summary ?? ran.log}\n`);
  process.stderr.write(`${ran.log}\n`);
  process.exitCode = ran.exitCode;
}
