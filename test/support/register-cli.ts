import { step } from '../../actions/register-model/main.ts';
import { runStep } from './run-step.ts';

/** Run register-model in a process of its own: `<directory> <inputs as JSON>`. */
const [directory = '.', inputs = '{}'] = process.argv.slice(2);
const ran = await runStep(step, directory, JSON.parse(inputs) as Record<string, string>);
process.stdout.write(`${ran.record?.summary ?? ran.log}\n`);
process.exitCode = ran.exitCode;
