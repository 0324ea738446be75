import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { evidenceFolder } from '../adapters/evidence-folder.ts';
import { chooseModel, type LoadedConfig, loadConfig } from '../config/load.ts';
import type { FailOn } from '../domain/verdict.ts';
import { usageError } from '../kernel/action-error.ts';
import {
  type ActionDefinition,
  allInputs,
  type CommonInputs,
  commonInputs,
  type InputsOf,
} from '../kernel/define-action.ts';
import { parseInputs } from '../kernel/parse-inputs.ts';
import type { Host } from '../ports/host.ts';
import type { StepContext } from '../ports/step.ts';
import { messages } from './messages.ts';
import { openReportDirectory } from './report-directory.ts';

export interface Prepared<D extends ActionDefinition> {
  context: Omit<StepContext<D>, 'interim'>;
  failOn: FailOn;
  comment: CommonInputs['comment'];
  checks: CommonInputs['commit-check'];
  token: string | undefined;
}

/**
 * Everything that comes before a step's first effect: mask secrets, parse inputs, load the
 * configuration, choose the model, make the report directory.
 *
 * @throws ActionError (usage).
 */
export async function prepare<D extends ActionDefinition>(
  definition: D,
  host: Host,
  signal: AbortSignal,
): Promise<Prepared<D>> {
  maskSecrets(definition, host);
  const inputs: InputsOf<D> = parseInputs(definition, (name) => host.input(name));
  const common: CommonInputs = inputs;
  const workingDirectory = resolve(common['working-directory']);
  const reportDir = resolve(workingDirectory, common['report-dir']);
  await requireDirectory(workingDirectory);
  const isDefault = common.config === commonInputs.config.default;
  const loaded = await loadConfig(workingDirectory, common.config, isDefault);
  const { name, model } = chooseModel(loaded, common.model);
  await openReportDirectory(reportDir);
  const context: Omit<StepContext<D>, 'interim'> = {
    inputs,
    config: loaded.config,
    modelName: name,
    model,
    host,
    evidence: evidenceFolder(reportDir, name),
    workingDirectory,
    reportDir,
    configLine: (path) => configLine(loaded, name, path),
    signal,
    now: () => new Date(),
  };
  const { comment, 'commit-check': checks, token } = common;
  return { context, failOn: common['fail-on'], comment, checks, token };
}

/** A directory that is not there would be made for the report, and every path in it missed. */
async function requireDirectory(directory: string): Promise<void> {
  const info = await stat(directory).catch(() => undefined);
  if (info?.isDirectory()) return;
  throw usageError(
    'working-directory-not-found',
    messages.noDirectory(directory, info === undefined),
    messages.checkDirectory,
  );
}

/** Before anything is parsed: even a message about a wrong input must not show a secret. */
function maskSecrets(definition: ActionDefinition, host: Host): void {
  for (const [name, spec] of Object.entries(allInputs(definition))) {
    const value = spec.secret ? host.input(name)?.trim() : undefined;
    if (value !== undefined && value !== '') host.mask(value);
  }
}

function configLine(loaded: LoadedConfig, model: string, path: readonly (string | number)[]) {
  const line = loaded.line(['models', model, ...path]);
  return loaded.file === undefined || line === undefined ? undefined : { file: loaded.file, line };
}
