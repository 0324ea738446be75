import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { EvaluateConfig } from '../../../shared/config/sections/evaluate.ts';
import { registerSchema } from '../../../shared/config/sections/register.ts';
import { modelNameSchema } from '../../../shared/domain/model-reference.ts';
import type { Commits } from '../../../shared/ports/commits.ts';
import type { ModelRegistry } from '../../../shared/ports/model-registry.ts';
import type { PastGates } from '../../../shared/ports/past-gates.ts';
import type { StepContext } from '../../../shared/ports/step.ts';
import type { definition } from '../definition.ts';
import { isFirstModel } from './first/run.ts';
import { searchRuns } from './left/run.ts';
import { revisionMalformed } from './messages.ts';
import { type ChampionName, readChampionName } from './name.ts';
import { championAlias, type FoundChampion } from './origin.ts';
import { registeredChampion } from './registry/run.ts';
import { championOfRevision } from './revision/run.ts';

type Context = StepContext<typeof definition>;

export interface ChampionPorts {
  /** @param location as the user named it, relative to `workingDirectory`. */
  registry(location: string, workingDirectory: string): ModelRegistry;
  commits(workingDirectory: string): Commits;
  past(reportDir: string, cache: Context['host']['cache']): PastGates;
}

/**
 * Whom the challenger is measured by: what the input or the policy names, else the champion of the
 * registry, else nobody yet.
 *
 * @param workFolder where model files and predictions may be written; removed by who made it
 */
export async function findChampion(
  context: Context,
  ports: ChampionPorts,
  policy: EvaluateConfig,
  workFolder: string,
): Promise<FoundChampion> {
  const { champion: stated } = policy;
  const given = context.inputs.champion ?? (stated === undefined ? undefined : [stated].flat());
  const { modelName, workingDirectory } = context;
  const location = registryOf(context);
  if (given === undefined) {
    // A name that no registry would take has no champion there.
    if (!modelNameSchema.safeParse(modelName).success) return nobody;
    const selector = { kind: 'alias', model: modelName, name: championAlias } as const;
    const registry = ports.registry(location, workingDirectory);
    return registeredChampion(registry, { selector, said: undefined }, workFolder);
  }
  const exists = (path: string): boolean => existsSync(resolve(workingDirectory, path));
  const name = readChampionName(given, modelName, exists);
  if (name === undefined) throw revisionMalformed(given.join(', '));
  return named(context, ports, name, workFolder);
}

const nobody: FoundChampion = { kind: 'none', reason: undefined, severity: 'info' };

/** Where register-model puts models. */
export function registryOf({ model }: Context): string {
  return registerSchema.parse(model.register ?? {}).registry;
}

async function named(
  context: Context,
  ports: ChampionPorts,
  name: ChampionName,
  workFolder: string,
): Promise<FoundChampion> {
  const { host, modelName, reportDir, workingDirectory } = context;
  const registryAt = (location: string) => ports.registry(location, workingDirectory);
  switch (name.kind) {
    case 'paths':
      return { kind: 'given', champion: name.paths };
    case 'registered':
      return registeredChampion(registryAt(name.registry ?? registryOf(context)), name, workFolder);
    case 'revision': {
      const commits = ports.commits(workingDirectory);
      const own = host.context.commit ?? (await commits.head())?.commit;
      return championOfRevision(
        { ...name, model: modelName, target: host.context.targetBranch, own },
        {
          commits,
          past: ports.past(reportDir, host.cache),
          runs: searchRuns(context, workFolder),
          registry: registryAt(registryOf(context)),
          workFolder,
          isFirstModel: (before) => isFirstModel(context, commits, before),
        },
      );
    }
  }
}
