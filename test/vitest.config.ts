import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** `npm test`: everything that needs Node alone. Peers, runners and benches have their own entry. */
export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  cacheDir: 'node_modules/.vitest',
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/peers/**', 'test/runners/**', 'test/bench/**'],
    testTimeout: 20_000,
    maxWorkers: 2,
    // What a file imports is loaded once a worker: tests keep no state in modules.
    isolate: false,
    env: {
      // The language of what the tests read is that of no developer's machine.
      LC_ALL: 'C.UTF-8',
      LANG: 'C.UTF-8',
      // Many tests start processes of their own: compiled once, not each time.
      NODE_COMPILE_CACHE: fileURLToPath(new URL('../node_modules/.compile-cache', import.meta.url)),
    },
  },
});
