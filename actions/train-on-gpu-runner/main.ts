import { localTrainer } from '../../shared/adapters/local-trainer/trainer.ts';
import { nvidiaSmi } from '../../shared/adapters/nvidia-smi.ts';
import { remoteSources } from '../../shared/adapters/remote/remote-sources.ts';
import { codeState } from '../../shared/hosts/code-state.ts';
import { commandEnvironment, secretValues } from '../../shared/hosts/command-environment.ts';
import type { Start } from '../../shared/hosts/start.ts';
import { definition } from './definition.ts';
import { run } from './run.ts';

export const step: Start<typeof definition> = {
  definition,
  run: (context) =>
    run(context, {
      trainer: localTrainer({ environment: commandEnvironment(), secrets: secretValues() }),
      gpu: nvidiaSmi(),
      sources: remoteSources(context),
      codeState,
    }),
};
