import { definition } from '../../../actions/evaluate-gate/definition.ts';
import { type Ports, run } from '../../../actions/evaluate-gate/run.ts';
import { duckdbTableReader } from '../../../shared/adapters/duckdb.ts';
import { gitCommits } from '../../../shared/adapters/git-commits.ts';
import { ociLayoutRegistry } from '../../../shared/adapters/oci-layout/registry.ts';
import { pastGates } from '../../../shared/adapters/past-gates.ts';
import { modelBench } from '../../../shared/adapters/predictors/bench.ts';
import { predictorLoader } from '../../../shared/adapters/predictors/loader.ts';
import { modelProgram } from '../../../shared/adapters/predictors/model-command.ts';
import { remoteSources } from '../../../shared/adapters/remote/remote-sources.ts';
import { serviceEnvironment } from '../../../shared/hosts/service-environment.ts';
import type { Start } from '../../../shared/hosts/start.ts';
import type { ModelBench } from '../../../shared/ports/model-bench.ts';

const apart = { program: modelProgram(), environment: serviceEnvironment() };

/** The gate with its own adapters, but for those given. */
export function askedGate(ports: Partial<Ports> = {}): Start<typeof definition> {
  return {
    definition,
    run: (context) => {
      const sources = remoteSources(context);
      return run(context, {
        tables: duckdbTableReader({ sources }),
        sources,
        registry: ociLayoutRegistry,
        commits: gitCommits,
        past: pastGates,
        predictors: predictorLoader({ apart }),
        bench: modelBench(apart),
        ...ports,
      });
    },
  };
}

/**
 * A machine without noise worth mentioning: a request takes `scale` milliseconds, within a percent,
 * and a batch a hundred times that.
 */
export function quietBench(scales: { challenger: number; champion: number }): ModelBench {
  const all = [scales.challenger, scales.champion];
  const times = (scale: number, count: number) =>
    Float64Array.from({ length: count }, (_, i) => scale * (1 + ((i * 37) % 101) / 10_000));
  return {
    time: async (models, { requests, batches }) =>
      models.map(({ rows }, i) => ({
        single: times(all[i] ?? 1, requests),
        batch: times(100 * (all[i] ?? 1), batches),
        batchRows: rows.rows,
      })),
    memory: async (models, runs) =>
      models.map((_, i) => new Float64Array(runs).fill(1e6 * (all[i] ?? 1))),
  };
}
