import { serveCommand } from '../../shared/adapters/local-target/program.ts';
import { modelCommand } from '../../shared/adapters/predictors/model-command.ts';
import type { Command, OfferedWord } from './command.ts';
import { summaries } from './messages.ts';

/** Every command beside the steps; each is loaded only when it is called. */
export const commands: Readonly<Record<string, Command>> = {
  init: {
    summary: () => summaries.init,
    flags: async () => (await import('./init/flags.ts')).initFlags(),
    run: async (args) => (await import('./init/run.ts')).init(args),
  },
  render: {
    summary: () => summaries.render,
    run: async (args) => (await import('./render.ts')).render(args),
  },
  comment: {
    summary: () => summaries.comment,
    run: async (args) => (await import('./comment.ts')).comment(args),
  },
  doctor: {
    summary: () => summaries.doctor,
    run: async (args) => (await import('./doctor/run.ts')).doctor(args),
  },
  'migrate-checks': {
    summary: () => summaries.migrateChecks,
    run: async (args) => (await import('./migrate-checks.ts')).migrateChecks(args),
  },
  completion: {
    summary: () => summaries.completion,
    run: async (args) =>
      (await import('./completion.ts')).completion(args, await offeredCommands()),
  },
  [serveCommand]: {
    run: async (args) => {
      const { prepareService } = await import('../../shared/hosts/service-environment.ts');
      const { daemon } = await import('../../shared/adapters/local-target/daemon.ts');
      prepareService();
      return daemon(args);
    },
  },
  [modelCommand]: {
    run: async () => {
      const { prepareService } = await import('../../shared/hosts/service-environment.ts');
      const { answerAboutModels } = await import(
        '../../shared/adapters/predictors/model-process.ts'
      );
      prepareService();
      return answerAboutModels();
    },
  },
};

/** Names and summaries of the commands a person types. */
export function visibleCommands(): (readonly [string, string])[] {
  return Object.entries(commands).flatMap(([name, { summary }]) =>
    summary === undefined ? [] : [[name, summary()] as const],
  );
}

async function offeredCommands(): Promise<OfferedWord[]> {
  const visible = visibleCommands().map(async ([name, summary]) => {
    return { name, summary, flags: (await commands[name]?.flags?.()) ?? [] };
  });
  return await Promise.all(visible);
}
