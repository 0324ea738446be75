import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { nvidiaSmi } from '../../../shared/adapters/nvidia-smi.ts';
import { codeState } from '../../../shared/hosts/code-state.ts';
import { version } from '../../../shared/kernel/version.ts';
import { loadDuckdb } from '../../../shared/native/duckdb.ts';
import { loadOnnxRuntime } from '../../../shared/native/onnxruntime.ts';
import type { Check } from './check.ts';
import { machine as texts, topics } from './messages.ts';

/** What every step needs of this machine, and what some can use. */
export function machineChecks(directory: string): Check[] {
  return [
    { topic: topics.versions, run: versions },
    { topic: topics.code, run: () => code(directory) },
    { topic: 'DuckDB', run: duckdb },
    { topic: 'ONNX Runtime', run: onnxRuntime },
    { topic: 'GPU', run: gpus },
  ];
}

async function versions() {
  const message = `mlops ${version}, Node ${process.versions.node}, ${process.platform} ${process.arch}`;
  const major = Number(process.versions.node.split('.')[0]);
  if (major >= 24) return [{ health: 'ok' as const, message }];
  return [{ health: 'note' as const, message, next: texts.oldNode }];
}

async function code(directory: string) {
  const git = await promisify(execFile)('git', ['--version']).catch(() => undefined);
  if (git === undefined) return [{ health: 'problem' as const, ...texts.noGit }];
  const { commit, dirty } = await codeState(directory, undefined);
  if (commit === null) return [{ health: 'note' as const, ...texts.noRepository }];
  const message = texts.commit(commit.slice(0, 12), dirty === true);
  if (!dirty) return [{ health: 'ok' as const, message }];
  return [{ health: 'note' as const, message, next: texts.dirty }];
}

async function duckdb() {
  await loadDuckdb();
  return [{ health: 'ok' as const, message: texts.duckdb }];
}

/** 100 MB that most projects never need: looked for, but not installed. */
async function onnxRuntime() {
  const install = () => Promise.reject(new Error('not asked for'));
  const found = await loadOnnxRuntime({ install }).catch(() => undefined);
  if (found !== undefined) return [{ health: 'ok' as const, message: texts.onnx }];
  return [{ health: 'note' as const, ...texts.noOnnx }];
}

async function gpus() {
  const found = await nvidiaSmi().gpus();
  if (found.length > 0) return [{ health: 'ok' as const, message: found.join('; ') }];
  return [{ health: 'note' as const, ...texts.noGpu }];
}
