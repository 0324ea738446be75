import type { TableInput } from '../../shared/domain/cell.ts';
import { type Digest, shortDigest } from '../../shared/domain/digest.ts';
import type { ModelContent } from '../../shared/domain/model-version.ts';
import type { RegistryState } from '../../shared/domain/registry.ts';
import { formatBytes } from './messages.ts';
import { versionsOf } from './plan.ts';

const code = (text: string) => ({ kind: 'code' as const, text });

/** Where a model came from: one row a link of the chain. */
export function lineageTable(content: ModelContent, id: Digest): TableInput {
  const known = (text: string | null) => (text === null ? 'not known' : code(text));
  return {
    id: 'lineage',
    title: 'Lineage',
    columns: [{ title: 'What' }, { title: 'Digest' }],
    rows: [
      ['model', code(id)],
      ['code', known(content.code)],
      ['data', known(content.data)],
      ['parameters', known(content.config)],
      ['environment', known(content.environment)],
    ],
  };
}

export function fileTable(content: ModelContent): TableInput {
  const files = content.files.toSorted((a, b) => b.size - a.size);
  return {
    id: 'files',
    title: `${files.length} ${files.length === 1 ? 'file' : 'files'}`,
    folded: true,
    columns: [{ title: 'File' }, { title: 'Size', align: 'right' }, { title: 'SHA-256' }],
    rows: files.map(({ path, size, sha256 }) => [code(path), formatBytes(size), code(sha256)]),
  };
}

/** Newest version first, with the aliases that name it. */
export function versionTable(state: RegistryState): TableInput {
  const aliasesOf = (manifest: Digest): string =>
    Object.entries(state.aliases)
      .filter(([, at]) => at === manifest)
      .map(([alias]) => alias)
      .join(', ');
  const registeredAt = (version: string): string =>
    state.ledger.find((entry) => entry.event === 'registered' && entry.version === version)?.at ??
    '';
  return {
    id: 'versions',
    title: 'Versions',
    columns: [
      { title: 'Version' },
      { title: 'Alias' },
      { title: 'Model' },
      { title: 'Size', align: 'right' },
      { title: 'Registered' },
    ],
    rows: state.versions
      .toReversed()
      .map(({ version, manifest, id, size }) => [
        version,
        aliasesOf(manifest),
        code(shortDigest(id)),
        formatBytes(size),
        registeredAt(version),
      ]),
  };
}

/** Who moved which alias when, from where to where and why; newest first. */
export function historyTable(state: RegistryState): TableInput {
  const nameOf = (manifest: Digest | null): string => {
    if (manifest === null) return '';
    return versionsOf(state, manifest)[0] ?? shortDigest(manifest);
  };
  const moves = state.ledger.filter((entry) => entry.event !== 'registered');
  return {
    id: 'alias-history',
    title: `${moves.length} ${moves.length === 1 ? 'move' : 'moves'} of aliases`,
    folded: true,
    columns: ['When', 'Alias', 'From', 'To', 'Who', 'Why'].map((title) => ({ title })),
    rows: moves
      .toReversed()
      .map((move) => [
        move.at,
        move.alias,
        nameOf(move.from),
        nameOf(move.to),
        move.by ?? 'not known',
        move.reason,
      ]),
  };
}
