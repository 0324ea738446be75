import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { nvidiaSmi } from '../../../shared/adapters/nvidia-smi.ts';
import { codeState } from '../../../shared/hosts/code-state.ts';
import { version } from '../../../shared/kernel/version.ts';
import { loadDuckdb } from '../../../shared/native/duckdb.ts';
import { loadOnnxRuntime } from '../../../shared/native/onnxruntime.ts';
import type { Check } from './check.ts';

/** What every step needs of this machine, and what some can use. */
export function machineChecks(directory: string): Check[] {
  return [
    { topic: 'versions', run: versions },
    { topic: 'code', run: () => code(directory) },
    { topic: 'DuckDB', run: duckdb },
    { topic: 'ONNX Runtime', run: onnxRuntime },
    { topic: 'GPU', run: gpus },
  ];
}

async function versions() {
  const message = `mlops ${version}, Node ${process.versions.node}, ${process.platform} ${process.arch}`;
  const major = Number(process.versions.node.split('.')[0]);
  if (major >= 24) return [{ health: 'ok' as const, message }];
  const next = 'The steps are tested with Node 24, which the forges use; install it.';
  return [{ health: 'note' as const, message, next }];
}

async function code(directory: string) {
  const git = await promisify(execFile)('git', ['--version']).catch(() => undefined);
  if (git === undefined) {
    const next = 'Install git: records name the commit a model comes from.';
    return [{ health: 'problem' as const, message: 'git is not installed', next }];
  }
  const { commit, dirty } = await codeState(directory, undefined);
  if (commit === null) {
    const next = 'Run `git init` and commit: a model is tied to a commit.';
    return [{ health: 'note' as const, message: 'this folder is no git repository', next }];
  }
  const message = `commit ${commit.slice(0, 12)}${dirty ? ', with changes that are not committed' : ''}`;
  const next = 'A record of such a run says so; commit before a run that counts.';
  return [dirty ? { health: 'note' as const, message, next } : { health: 'ok' as const, message }];
}

async function duckdb() {
  await loadDuckdb();
  return [{ health: 'ok' as const, message: 'loaded; it reads the data of every step' }];
}

/** 100 MB that most projects never need: looked for, but not installed. */
async function onnxRuntime() {
  const install = () => Promise.reject(new Error('not asked for'));
  const found = await loadOnnxRuntime({ install }).catch(() => undefined);
  if (found !== undefined)
    return [{ health: 'ok' as const, message: 'loaded; it runs .onnx models' }];
  const next = 'Nothing to do: the gate installs it when it is first given an .onnx model.';
  return [{ health: 'note' as const, message: 'not installed', next }];
}

async function gpus() {
  const found = await nvidiaSmi().gpus();
  if (found.length > 0) return [{ health: 'ok' as const, message: found.join('; ') }];
  const next = 'Nothing to do, unless training is to use one: `nvidia-smi` must answer here.';
  return [{ health: 'note' as const, message: 'no NVIDIA GPU answers', next }];
}
