import type { TableInput } from '../../shared/domain/cell.ts';
import { type Digest, shortDigest } from '../../shared/domain/digest.ts';
import type { ModelContent } from '../../shared/domain/model-version.ts';
import type { RegistryState } from '../../shared/domain/registry.ts';
import { formatBytes, messages } from './messages.ts';
import { versionsOf } from './plan.ts';

const code = (text: string) => ({ kind: 'code' as const, text });

/** Where a model came from: one row a link of the chain. */
export function lineageTable(content: ModelContent, id: Digest): TableInput {
  const { lineage, notKnown } = messages.tables;
  const known = (text: string | null) => (text === null ? notKnown : code(text));
  return {
    id: 'lineage',
    title: lineage.title,
    columns: [{ title: lineage.what }, { title: lineage.digest }],
    rows: [
      [lineage.model, code(id)],
      [lineage.code, known(content.code)],
      [lineage.data, known(content.data)],
      [lineage.parameters, known(content.config)],
      [lineage.environment, known(content.environment)],
    ],
  };
}

export function fileTable(content: ModelContent): TableInput {
  const titles = messages.tables.files;
  const files = content.files.toSorted((a, b) => b.size - a.size);
  return {
    id: 'files',
    title: titles.title(files.length),
    folded: true,
    columns: [{ title: titles.file }, { title: titles.size, align: 'right' }, { title: 'SHA-256' }],
    rows: files.map(({ path, size, sha256 }) => [code(path), formatBytes(size), code(sha256)]),
  };
}

/** Newest version first, with the aliases that name it. */
export function versionTable(state: RegistryState): TableInput {
  const titles = messages.tables.versions;
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
    title: titles.title,
    columns: [
      { title: titles.version },
      { title: titles.alias },
      { title: titles.model },
      { title: titles.size, align: 'right' },
      { title: titles.registered },
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
  const { history, notKnown } = messages.tables;
  const moves = state.ledger.filter((entry) => entry.event !== 'registered');
  return {
    id: 'alias-history',
    title: history.title(moves.length),
    folded: true,
    columns: [history.when, history.alias, history.from, history.to, history.who, history.why].map(
      (title) => ({ title }),
    ),
    rows: moves
      .toReversed()
      .map((move) => [
        move.at,
        move.alias,
        nameOf(move.from),
        nameOf(move.to),
        move.by ?? notKnown,
        messages.reason(move.reason),
      ]),
  };
}
