import { duckdbTableReader } from '../../shared/adapters/duckdb.ts';
import { gitCommits } from '../../shared/adapters/git-commits.ts';
import { ociLayoutRegistry } from '../../shared/adapters/oci-layout/registry.ts';
import { pastGates } from '../../shared/adapters/past-gates.ts';
import { modelBench } from '../../shared/adapters/predictors/bench.ts';
import { predictorLoader } from '../../shared/adapters/predictors/loader.ts';
import { modelProgram } from '../../shared/adapters/predictors/model-command.ts';
import { remoteSources } from '../../shared/adapters/remote/remote-sources.ts';
import { serviceEnvironment } from '../../shared/hosts/service-environment.ts';
import type { Start } from '../../shared/hosts/start.ts';
import { definition } from './definition.ts';
import { run } from './run.ts';

export const step = {
  definition,
  run: (context) => {
    // Where the code of models runs: without the job's tokens, in the language chosen by now.
    const apart = { program: modelProgram(), environment: serviceEnvironment() };
    const sources = remoteSources(context);
    return run(context, {
      tables: duckdbTableReader({ sources }),
      sources,
      registry: ociLayoutRegistry,
      commits: gitCommits,
      past: pastGates,
      predictors: predictorLoader({ apart }),
      bench: modelBench(apart),
    });
  },
} satisfies Start<typeof definition>;
