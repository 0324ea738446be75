import { isFeatureAvailable, restoreCache, saveCache } from '@actions/cache';
import type { Cache } from '../ports/host.ts';

/** The client itself would wait for a silent service for a quarter of an hour. */
const lookUpMs = 20_000;
/** 256 MiB at 2 MB/s. */
const transferMs = 120_000;

/**
 * GitHub's cache. A cache only saves time: when its service does not answer in time, there was no
 * entry, and nothing is saved.
 */
export function githubCache(): Cache {
  return {
    async restore(paths, key, prefixes = []) {
      if (!isFeatureAvailable()) return false;
      const restore = (lookupOnly: boolean) =>
        restoreCache([...paths], key, [...prefixes], { lookupOnly });
      // Asked first: what is unpacked too late would change files that a step reads by then.
      const found = await within(lookUpMs, restore(true));
      if (found === undefined) return false;
      return (await within(transferMs, restore(false))) !== undefined;
    },
    async save(paths, key) {
      if (!isFeatureAvailable()) return;
      // Entries are immutable: another job that was faster is no failure.
      await within(transferMs, saveCache([...paths], key));
    },
  };
}

/** What it resolves to; undefined where it fails or takes longer. */
async function within<T>(limitMs: number, asked: Promise<T>): Promise<T | undefined> {
  const { promise: overdue, resolve } = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => resolve(undefined), limitMs);
  const answered = asked.catch(() => undefined);
  return Promise.race([answered, overdue]).finally(() => clearTimeout(timer));
}
