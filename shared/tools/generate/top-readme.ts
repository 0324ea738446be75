import { markdownTable } from 'markdown-table';
import { type StepName, stepNames } from '../../domain/step.ts';
import type { ActionDefinition } from '../../kernel/define-action.ts';
import { type MatrixRow, matrixHosts } from '../matrix.ts';

export function stepsTable(definitions: readonly ActionDefinition[]): string {
  const rows = definitions.map(({ name, question, description }) => [
    `[\`${name}\`](actions/${name})`,
    question,
    description.replaceAll('|', '\\|'),
  ]);
  return markdownTable([['step', 'question', 'what it does'], ...rows], { alignDelimiters: false });
}

/** Step by host; what is not proved is an empty cell. */
export function supportTable(matrix: readonly MatrixRow[]): string {
  const runnersOf = (host: string): string =>
    [...new Set(matrix.filter((row) => row.host === host).map(({ runner }) => runner))].join(', ');
  const header = ['step', ...matrixHosts.map((host) => `${host} (${runnersOf(host)})`)];
  const rows = stepNames.map((step) => [
    `\`${step}\``,
    ...matrixHosts.map((host) => proofCell(matrix, step, host)),
  ]);
  return markdownTable([header, ...rows], { alignDelimiters: false });
}

function proofCell(matrix: readonly MatrixRow[], step: StepName, host: string): string {
  const proofs = matrix.filter((row) => row.step === step && row.host === host);
  return proofs.map(({ file }) => `[✅](${file})`).join(' ');
}
