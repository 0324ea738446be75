import { execFile, spawn } from 'node:child_process';
import { promisify } from 'node:util';
import type { GpuMonitor, GpuSample } from '../ports/gpu-monitor.ts';
import { readLines } from './read-lines.ts';

const run = promisify(execFile);

const fields = ['index', 'name', 'utilization.gpu', 'memory.used', 'memory.total'];
const query = [`--query-gpu=${fields.join(',')}`, '--format=csv,noheader,nounits'];
/** A machine without an answer within this time counts as one without a GPU. */
const answerMs = 10_000;
const mebibyte = 1024 * 1024;

/**
 * Watches NVIDIA GPUs through `nvidia-smi`. It runs as a process of its own that takes the samples
 * itself, so that a training loop that blocks this process loses none.
 */
export function nvidiaSmi(program: string = 'nvidia-smi', intervalMs: number = 1_000): GpuMonitor {
  return {
    async gpus() {
      try {
        const { stdout } = await run(program, query, { timeout: answerMs });
        return stdout.split('\n').flatMap((line) => parseSample(line)?.gpu ?? []);
      } catch {
        return [];
      }
    },
    watch() {
      const samples: GpuSample[] = [];
      const child = spawn(program, [...query, '-lms', String(intervalMs)], {
        stdio: ['ignore', 'pipe', 'ignore'],
        windowsHide: true,
      });
      const take = (line: string): void => {
        const sample = parseSample(line);
        if (sample !== undefined) samples.push(sample);
      };
      const ended = new Promise<void>((resolve) => {
        child.once('error', () => resolve());
        child.once('close', () => resolve());
      });
      const read = readLines(child.stdout, take, () => undefined);
      return {
        seen: () => samples,
        async stop() {
          child.kill();
          await Promise.all([ended, read]);
          return samples;
        },
      };
    },
  };
}

/** `0, NVIDIA H200, 87, 1024, 143771`; a device that does not say a number says `[N/A]`. */
export function parseSample(line: string): GpuSample | undefined {
  const parts = line.split(',').map((part) => part.trim());
  if (parts.length < fields.length) return undefined;
  const [total, used, utilisation] = [parts.pop(), parts.pop(), parts.pop()].map(numberOf);
  const [index = '', ...name] = parts;
  if (!/^\d+$/u.test(index)) return undefined;
  return {
    gpu: `${index}: ${name.join(', ')}`,
    utilisation: utilisation === undefined ? undefined : utilisation / 100,
    memoryUsed: used === undefined ? undefined : used * mebibyte,
    memoryTotal: total === undefined ? undefined : total * mebibyte,
  };
}

function numberOf(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+(?:\.\d+)?$/u.test(text) ? Number(text) : undefined;
}
