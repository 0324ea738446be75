import { currentLanguage, useLanguage } from '../kernel/language.ts';
import { useNativeLocations } from '../native/locations.ts';
import { environmentLanguage } from './choose-language.ts';
import { nativeLocations } from './native-locations.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** What a long-lived process needs to find libraries, caches and devices. */
const needed =
  /^(?:PATH|HOME|USER|LANG|LC_ALL|TZ|TMPDIR|TEMP|TMP|SYSTEMROOT|LD_LIBRARY_PATH|DYLD_LIBRARY_PATH|CUDA_\w+|NVIDIA_\w+|MLOPS_NATIVE_DIR)$/u;

/**
 * What a process that outlives the step sees of the environment. It runs a model's code, so no
 * token of the job is among it; and without RUNNER_TRACKING_ID a GitHub runner does not take it
 * for an orphan of the job.
 */
export function serviceEnvironment(environment: Environment = process.env): Environment {
  const kept = Object.entries(environment).filter(([name]) => needed.test(name));
  return { ...Object.fromEntries(kept), MLOPS_INPUT_LANGUAGE: currentLanguage() };
}

/** What a host tells a step before it runs, told to a process that has no host. */
export function prepareService(): void {
  useLanguage(environmentLanguage(process.env));
  useNativeLocations(nativeLocations());
}
