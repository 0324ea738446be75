import { setTimeout as delay } from 'node:timers/promises';
import { duckdbTableReader } from '../../shared/adapters/duckdb.ts';
import { localTargetProgram } from '../../shared/adapters/local-target/program.ts';
import { localTraffic } from '../../shared/adapters/local-target/traffic.ts';
import { ociLayoutRegistry } from '../../shared/adapters/oci-layout/registry.ts';
import { remoteSources } from '../../shared/adapters/remote/remote-sources.ts';
import { openReplay } from '../../shared/adapters/replay.ts';
import { serviceEnvironment } from '../../shared/hosts/service-environment.ts';
import type { Start } from '../../shared/hosts/start.ts';
import { definition } from './definition.ts';
import { type Ports, run } from './run.ts';

/** @param program arguments after `node` that run the background processes. */
export function deployPorts(program: readonly string[]): Ports {
  const environment = serviceEnvironment();
  return {
    registry: ociLayoutRegistry,
    traffic: (options) => localTraffic({ ...options, program, environment }),
    tables: () => duckdbTableReader(),
    openReplay,
    clock: () => performance.now(),
    wait: (milliseconds, signal) => delay(milliseconds, undefined, { signal }),
  };
}

export const step = {
  definition,
  run: (context) =>
    run(context, {
      ...deployPorts(localTargetProgram()),
      tables: () => duckdbTableReader({ sources: remoteSources(context) }),
    }),
} satisfies Start<typeof definition>;
