import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { type ActionDefinition, allOutputs, commonInputs } from '../kernel/define-action.ts';
import type { Host } from '../ports/host.ts';
import { environmentLanguage } from './choose-language.ts';
import type { Flags } from './flags.ts';
import { inputVariable } from './gitlab.ts';
import { namedSecret, namedVariable } from './named-secret.ts';
import { noContext } from './no-context.ts';
import type { ProcessIo } from './process-io.ts';
import { secrets } from './secrets.ts';
import { lineLog, printable } from './terminal.ts';

/**
 * A person's terminal, or the container of an orchestrator that is no forge: inputs are flags or
 * variables, the log goes to stderr, the outputs to stdout, to `<report-dir>/outputs/<step>.json`
 * and, where `MLOPS_OUTPUT_DIR` names a folder, to a file each, as orchestrators collect them.
 */
export function localHost(definition: ActionDefinition, flags: Flags, io: ProcessIo): Host {
  const hidden = secrets();
  const lines = lineLog(io, io.stderr, hidden.redact);
  const input = (name: string): string | undefined =>
    flags.values.get(name) ?? io.env[inputVariable(name)];
  const outputs = outputFile(definition, outputDirectory(io.cwd, input), io, hidden.redact);
  const state = new Map<string, string>();
  let tempDir: string | undefined;
  return {
    name: 'local',
    phase: flags.post ? 'post' : 'main-then-post',
    context: noContext,
    language: environmentLanguage(io.env),
    input,
    output: outputs.set,
    state: { get: (key) => state.get(key), set: (key, value) => void state.set(key, value) },
    mask: hidden.add,
    secret: namedSecret(io, hidden.add),
    variable: namedVariable(io),
    redact: hidden.redact,
    log: lines.log,
    progress: lines.progress,
    async group(title, body) {
      lines.log('info', title);
      return body();
    },
    annotate({ level, title, message, file, line }) {
      const place = file === undefined ? '' : `${file}${line === undefined ? '' : `:${line}`}: `;
      lines.log(level, `${place}${title}: ${message}`);
    },
    summary: async () => false,
    get tempDir() {
      tempDir ??= mkdtempSync(join(tmpdir(), 'mlops-'));
      return tempDir;
    },
  };
}

/** `<report-dir>/outputs`, from the raw inputs: an output may be set before any is parsed. */
export function outputDirectory(cwd: string, input: (name: string) => string | undefined): string {
  const given = (name: 'working-directory' | 'report-dir'): string =>
    input(name)?.trim() || commonInputs[name].default;
  return resolve(cwd, given('working-directory'), given('report-dir'), 'outputs');
}

function outputFile(
  definition: ActionDefinition,
  directory: string,
  io: ProcessIo,
  redact: (text: string) => string,
) {
  const values: Record<string, string> = {};
  const longest = Math.max(...Object.keys(allOutputs(definition)).map((name) => name.length));
  const path = join(directory, `${definition.name}.json`);
  const collected = io.env.MLOPS_OUTPUT_DIR;
  if (collected) declareOutputs(definition, collected);
  return {
    set(name: string, value: string): void {
      values[name] = redact(value);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, `${JSON.stringify(values, null, 2)}\n`);
      if (collected) writeFileSync(join(collected, name), redact(value));
      if (value !== '') io.stdout.write(`  ${name.padEnd(longest)}  ${printable(redact(value))}\n`);
    },
  };
}

/** An orchestrator fails a step whose declared output is not there, whatever the reason. */
function declareOutputs(definition: ActionDefinition, folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const name of Object.keys(allOutputs(definition))) writeFileSync(join(folder, name), '');
}
