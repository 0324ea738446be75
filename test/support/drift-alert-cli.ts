import { type Current, driftRuns } from './drift-runs.ts';

/** One alerting run in a process of its own: `<directory> <what was found> <hour> <variables as JSON>`. */
const [directory = '.', current = 'p1', hour = '0', variables = '{}'] = process.argv.slice(2);
const run = driftRuns(directory, JSON.parse(variables) as Record<string, string>);
const ran = await run(current as Current, Number(hour));
process.stdout.write(`${ran.record?.summary ?? ran.log}\n`);
process.exitCode = ran.exitCode;
