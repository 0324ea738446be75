import { version } from '../../shared/kernel/version.ts';
import { steps } from '../steps.ts';
import { visibleCommands } from './index.ts';

/** What `mlops --help` prints. */
export function overview(): string {
  const stepRows = Object.values(steps).map(({ definition }) => [
    definition.name,
    definition.question,
  ]);
  return [
    `mlops ${version}: review a model change the way you review code.`,
    '',
    'Usage: mlops <step> [--input value ...]',
    '',
    'Steps, in the order a model passes them:',
    ...aligned(stepRows),
    '',
    'Commands:',
    ...aligned(visibleCommands()),
    '',
    '`mlops <step> --help` lists what a step takes and gives.',
    '',
  ].join('\n');
}

function aligned(rows: readonly (readonly string[])[]): string[] {
  const width = Math.max(...rows.map(([name]) => name?.length ?? 0));
  return rows.map(([name, text]) => `  ${(name ?? '').padEnd(width)}  ${text ?? ''}`);
}
