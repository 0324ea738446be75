import { helpTexts } from '../../shared/hosts/help-messages.ts';
import { version } from '../../shared/kernel/version.ts';
import { steps } from '../steps.ts';
import { visibleCommands } from './index.ts';
import { overviewTexts as texts } from './messages.ts';

/** What `mlops --help` prints. */
export function overview(): string {
  const stepRows = Object.values(steps).map(({ definition }) => [
    definition.name,
    helpTexts.question(definition.name, definition.question),
  ]);
  return [
    texts.title(version),
    '',
    texts.usage,
    '',
    texts.steps,
    ...aligned(stepRows),
    '',
    texts.commands,
    ...aligned(visibleCommands()),
    '',
    texts.more,
    '',
  ].join('\n');
}

function aligned(rows: readonly (readonly string[])[]): string[] {
  const width = Math.max(...rows.map(([name]) => name?.length ?? 0));
  return rows.map(([name, text]) => `  ${(name ?? '').padEnd(width)}  ${text ?? ''}`);
}
