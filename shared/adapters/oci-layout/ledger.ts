import { z } from 'zod';
import { digestSchema } from '../../domain/digest.ts';
import { aliasSchema, versionSchema } from '../../domain/model-reference.ts';
import type { LedgerEntry } from '../../domain/registry.ts';
import { ledgerEntry, withoutEntries } from './entries.ts';
import { damaged, type OciLayout } from './layout.ts';
import {
  documentManifest,
  emptyConfig,
  type Index,
  jsonBlob,
  manifestSchema,
} from './manifests.ts';
import { annotations, mediaTypes } from './media-types.ts';
import { damages, parts } from './messages.ts';

const at = z.iso.datetime({ offset: true });
const by = z.string().nullable();

const ledgerSchema = z.strictObject({
  schema: z.literal('mlops-ledger/1'),
  model: z.string(),
  entries: z.array(
    z.discriminatedUnion('event', [
      z.strictObject({
        event: z.literal('registered'),
        version: versionSchema,
        manifest: digestSchema,
        id: digestSchema,
        at,
        by,
      }),
      z.strictObject({
        event: z.enum(['promoted', 'rolled-back']),
        alias: aliasSchema,
        from: digestSchema.nullable(),
        to: digestSchema,
        at,
        by,
        reason: z.string(),
      }),
    ]),
  ),
});

/** What happened to a model's versions and aliases, oldest first. */
export async function readLedger(
  layout: OciLayout,
  index: Index,
  name: string,
): Promise<LedgerEntry[]> {
  const entry = ledgerEntry(index, name);
  if (entry === undefined) return [];
  const what = parts.ledgerOf(name);
  const manifest = manifestSchema.safeParse(await layout.readJson(entry.digest, what));
  const [layer] = manifest.data?.layers ?? [];
  if (layer === undefined) throw damaged(layout.directory, what, damages.noContent);
  const ledger = ledgerSchema.safeParse(await layout.readJson(layer.digest, what));
  if (!ledger.success || ledger.data.model !== name) {
    throw damaged(layout.directory, what, damages.unknownForm);
  }
  return ledger.data.entries;
}

/**
 * The index with a longer ledger. The ledger is a blob that the index names, so one rename
 * publishes a change together with its history: neither can exist without the other.
 */
export async function appendToLedger(
  layout: OciLayout,
  index: Index,
  name: string,
  entries: readonly LedgerEntry[],
): Promise<Index> {
  const all = [...(await readLedger(layout, index, name)), ...entries];
  const ledger = jsonBlob(mediaTypes.ledger, {
    schema: 'mlops-ledger/1',
    model: name,
    entries: all,
  });
  const manifest = documentManifest(mediaTypes.ledger, ledger, { [annotations.ledgerOf]: name });
  for (const blob of [emptyConfig, ledger, manifest]) await layout.putBlob(blob);
  const before = ledgerEntry(index, name);
  const others = withoutEntries(index, (descriptor) => descriptor === before);
  return { ...others, manifests: [...others.manifests, manifest.descriptor] };
}
