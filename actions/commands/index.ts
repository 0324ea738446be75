import { serveCommand } from '../../shared/adapters/local-target/program.ts';
import { modelCommand } from '../../shared/adapters/predictors/model-command.ts';
import type { Command, OfferedWord } from './command.ts';

/** Every command beside the steps; each is loaded only when it is called. */
export const commands: Readonly<Record<string, Command>> = {
  init: {
    summary: 'Look at a repository, and write the mlops.yml and workflow that fit it.',
    flags: async () => (await import('./init/flags.ts')).initFlags(),
    run: async (args) => (await import('./init/run.ts')).init(args),
  },
  render: {
    summary: 'Render records again: HTML, Markdown, JUnit or OpenMetrics.',
    run: async (args) => (await import('./render.ts')).render(args),
  },
  comment: {
    summary: 'Write the comment of a run that may not, as one from a fork, from what it left.',
    run: async (args) => (await import('./comment.ts')).comment(args),
  },
  doctor: {
    summary: 'Look at what the steps need here, and say what is missing.',
    run: async (args) => (await import('./doctor/run.ts')).doctor(args),
  },
  'migrate-checks': {
    summary: 'Rewrite a suite of another data tool as checks of data-validate.',
    run: async (args) => (await import('./migrate-checks.ts')).migrateChecks(args),
  },
  completion: {
    summary: 'A script that completes steps and flags in bash, zsh or fish.',
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
    summary === undefined ? [] : [[name, summary] as const],
  );
}

async function offeredCommands(): Promise<OfferedWord[]> {
  const visible = visibleCommands().map(async ([name, summary]) => {
    return { name, summary, flags: (await commands[name]?.flags?.()) ?? [] };
  });
  return await Promise.all(visible);
}
