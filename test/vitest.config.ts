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
    // Many tests start processes of their own: compiled once, not each time.
    env: {
      NODE_COMPILE_CACHE: fileURLToPath(new URL('../node_modules/.compile-cache', import.meta.url)),
    },
  },
});
