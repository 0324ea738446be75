import { isFeatureAvailable, restoreCache, saveCache } from '@actions/cache';
import type { Cache } from '../ports/host.ts';

/**
 * GitHub's cache. A cache only saves time: when its service does not answer, there was no entry,
 * and nothing is saved.
 */
export function githubCache(): Cache {
  return {
    async restore(paths, key, prefixes = []) {
      if (!isFeatureAvailable()) return false;
      try {
        return (await restoreCache([...paths], key, [...prefixes])) !== undefined;
      } catch {
        return false;
      }
    },
    async save(paths, key) {
      if (!isFeatureAvailable()) return;
      // Entries are immutable: another job that was faster is no failure.
      await saveCache([...paths], key).catch(() => undefined);
    },
  };
}
