import type { Command } from './command.ts';

/** Every command beside the steps; each is loaded only when it is called. */
export const commands: Readonly<Record<string, Command>> = {
  render: {
    summary: 'Render records again: HTML, Markdown, JUnit or OpenMetrics.',
    run: async (args) => (await import('./render.ts')).render(args),
  },
  'serve-local-target': {
    run: async (args) =>
      (await import('../../shared/adapters/local-target/daemon.ts')).daemon(args),
  },
};
