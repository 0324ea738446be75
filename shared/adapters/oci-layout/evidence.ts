import { canonicalDigest } from '../../domain/canonical-digest.ts';
import type { Digest } from '../../domain/digest.ts';
import { recordSchema, type StepRecord } from '../../domain/record.ts';
import { recordEntries, withoutEntries } from './entries.ts';
import { damaged, type OciLayout } from './layout.ts';
import {
  type Descriptor,
  documentManifest,
  emptyConfig,
  type Index,
  jsonBlob,
  manifestSchema,
} from './manifests.ts';
import { annotations, mediaTypes } from './media-types.ts';
import { damages, parts } from './messages.ts';

interface Attached {
  readonly entry: Descriptor;
  readonly record: StepRecord;
}

/** The records that refer to a manifest, in the order they were attached. */
export async function readEvidence(
  layout: OciLayout,
  index: Index,
  subject: Digest,
): Promise<Attached[]> {
  const attached: Attached[] = [];
  for (const entry of recordEntries(index)) {
    const what = parts.recordOf(entry.annotations?.[annotations.step]);
    const manifest = manifestSchema.safeParse(await layout.readJson(entry.digest, what));
    if (manifest.data?.subject?.digest !== subject) continue;
    const [layer] = manifest.data.layers;
    if (layer === undefined) throw damaged(layout.directory, what, damages.noContent);
    const record = recordSchema.safeParse(await layout.readJson(layer.digest, what));
    if (!record.success) throw damaged(layout.directory, what, damages.noRecord);
    attached.push({ entry, record: record.data });
  }
  return attached;
}

/**
 * The index with these records attached to a manifest as OCI referrers: the newest of each step.
 * A record that says the same as the one attached, but for its times, changes nothing.
 */
export async function attachEvidence(
  layout: OciLayout,
  index: Index,
  subject: Descriptor,
  records: readonly StepRecord[],
): Promise<Index> {
  const attached = await readEvidence(layout, index, subject.digest);
  let next = index;
  for (const record of records) {
    const older = attached.filter((one) => one.record.step === record.step);
    if (older.some((one) => timeless(one.record) === timeless(record))) continue;
    const blob = jsonBlob(mediaTypes.record, record);
    const about = { [annotations.step]: record.step, [annotations.title]: `${record.step}.json` };
    const manifest = documentManifest(mediaTypes.record, blob, about, subject);
    for (const part of [emptyConfig, blob, manifest]) await layout.putBlob(part);
    const replaced = new Set(older.map(({ entry }) => entry.digest));
    next = withoutEntries(next, ({ digest }) => replaced.has(digest));
    next = { ...next, manifests: [...next.manifests, manifest.descriptor] };
  }
  return next;
}

function timeless({ started: _started, finished: _finished, ...rest }: StepRecord): Digest {
  return canonicalDigest(rest);
}
