import { join } from 'node:path';
import { defaultCacheFolder, imageFolder, type NativeLocations } from '../native/locations.ts';

/**
 * Where this machine may keep packages with machine code: the folder the user named in
 * `MLOPS_NATIVE_DIR`, and the runner's tool cache, which outlives a job.
 */
export function nativeLocations(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): NativeLocations {
  const explicit = environment.MLOPS_NATIVE_DIR;
  const toolCache = environment.RUNNER_TOOL_CACHE;
  return {
    explicit: explicit === '' ? undefined : explicit,
    image: imageFolder,
    cache: toolCache ? join(toolCache, 'mlops-actions-native') : defaultCacheFolder(),
  };
}
