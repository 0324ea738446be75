import { modelIdentity } from '../../domain/model-version.ts';
import type { Damage, Verification } from '../../domain/registry.ts';
import { closure, type Reached } from './closure.ts';
import type { OciLayout } from './layout.ts';
import { contentOf, manifestSchema } from './manifests.ts';

/** Read and hash everything the index names, and recompute the identity of each model. */
export async function verify(layout: OciLayout): Promise<Verification> {
  const damages: Damage[] = [];
  let blobs = 0;
  let bytes = 0;
  for await (const reached of closure(layout, await layout.readIndex(), 'skip')) {
    blobs++;
    bytes += reached.descriptor.size;
    const problem =
      (await layout.damageOf(reached.descriptor)) ??
      (reached.isManifest ? await manifestProblem(layout, reached) : undefined);
    if (problem !== undefined) {
      damages.push({ what: reached.what, digest: reached.descriptor.digest, problem });
    }
  }
  return { blobs, bytes, damages };
}

async function manifestProblem(
  layout: OciLayout,
  { descriptor, what }: Reached,
): Promise<Damage['problem'] | undefined> {
  const json = await layout.readJson(descriptor.digest, what).catch(() => undefined);
  const manifest = manifestSchema.safeParse(json);
  if (!manifest.success) return 'unreadable';
  const model = contentOf(manifest.data);
  return model === undefined || modelIdentity(model.content) === model.id
    ? undefined
    : 'wrong-identity';
}
