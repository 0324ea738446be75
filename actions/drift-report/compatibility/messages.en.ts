import type { PeerMethod } from '../../../shared/domain/drift-method.ts';
import { peerFormulas } from './methods.ts';

const tools: Readonly<Record<string, string>> = {
  evidently: 'Evidently',
  nannyml: 'NannyML',
  tfdv: 'TFDV',
  deequ: 'Deequ',
  soda: 'Soda',
  whylogs: 'whylogs',
  'great-expectations': 'Great Expectations',
  deepchecks: 'deepchecks',
  frouros: 'Frouros',
  'alibi-detect': 'alibi-detect',
};

function toolOf(method: PeerMethod): string {
  return tools[Object.keys(tools).find((tool) => method.startsWith(`${tool}-`)) ?? ''] ?? method;
}

export const messages = {
  toolOf,
  methodName: (method: PeerMethod): string =>
    method === 'evidently-default'
      ? "Evidently's default"
      : `${toolOf(method)} ${peerFormulas[method].title}`,
  tableNote: (method: PeerMethod): string =>
    `Numbers and verdicts of the columns as ${toolOf(method)} gives them, for comparison with it: without bounds, without allowing for many columns, and with its own false alarms. Broken columns are judged by this step's own rules.`,
  needsLimit: (method: PeerMethod, column: string): string =>
    `${toolOf(method)} has no default limit, so "${method}" cannot judge the column ${column}.`,
  needsLimitHint: 'Set drift.threshold, or drift.columns.<name>.threshold, in the configuration.',
  needsRows: (method: PeerMethod): string =>
    `"${method}" looks at the values of the reference, and a profile holds counts only.`,
  needsRowsHint: "Name the reference's data files, or use a method without a tool's name.",
  tooManyValues: (method: PeerMethod, column: string): string =>
    `${column} has more distinct values than "${method}" can hold in memory.`,
  tooManyValuesHint:
    "Use one of the methods without a tool's name, which work at any size, or give this column another drift.columns.<name>.method.",
} as const;
