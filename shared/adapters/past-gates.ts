import { createHash } from 'node:crypto';
import { copyFile, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { modelNameSchema } from '../domain/model-reference.ts';
import { type PastGate, pastGateSchema } from '../domain/past-gate.ts';
import type { Artifact } from '../domain/record.ts';
import { digestFile } from '../files/digest-file.ts';
import { makeDirectory } from '../files/make-directory.ts';
import { replaceDirectory } from '../files/replace-directory.ts';
import type { Cache } from '../ports/host.ts';
import type { KeptGate, PastGates } from '../ports/past-gates.ts';
import { fitsKeeping, keptName } from './kept-predictions.ts';

/** Older commits are forgotten: the report directory must not grow for ever. */
const mostKept = 30;
export const gateDocument = 'gate.json';
const commitForm = /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/u;

/**
 * Earlier runs as folders, `<report-dir>/history/<model>/<commit>`, and where the host has a cache
 * also there, so that a job on a fresh machine finds what another has left. Both are only places
 * that may have forgotten: what is not sound counts as not there.
 */
export function pastGates(reportDir: string, cache: Cache | undefined): PastGates {
  const folderOf = (model: string): string => join(reportDir, historyOf(model));
  // The cache knows an entry by its paths too: they must be the same on every machine.
  const cached = (folder: string): string[] => [relative(process.cwd(), folder)];
  return {
    async find(model, commit) {
      if (!commitForm.test(commit)) return undefined;
      const folder = join(folderOf(model), commit);
      const here = await readKept(folder, model, commit, 'report directory');
      if (here !== undefined || cache === undefined) return here;
      const wasThere = await cache.restore(cached(folder), cacheKey(model, commit));
      return wasThere ? readKept(folder, model, commit, 'cache') : undefined;
    },
    async keep(gate, commit, predictions) {
      if (!commitForm.test(commit)) return;
      const folder = join(folderOf(gate.model), commit);
      await writeKept(folder, { ...gate, commit }, predictions);
      await forgetOldest(folderOf(gate.model));
      await cache?.save(cached(folder), cacheKey(gate.model, commit));
    },
  };
}

/** Where what was said of a model's commits is kept, below a report directory. */
export function historyOf(model: string): string {
  return join('history', folderName(model));
}

/** A model's name where it is a plain one; what else a user calls a model never becomes a path. */
function folderName(model: string): string {
  if (modelNameSchema.safeParse(model).success) return model;
  return createHash('sha256').update(model).digest('hex').slice(0, 32);
}

function cacheKey(model: string, commit: string): string {
  return `mlops-gate-1-${folderName(model)}-${commit}`;
}

async function readKept(
  folder: string,
  model: string,
  commit: string,
  place: KeptGate['place'],
): Promise<KeptGate | undefined> {
  const text = await readFile(join(folder, gateDocument), 'utf8').catch(() => undefined);
  const gate = text === undefined ? undefined : parseGate(text);
  if (gate === undefined || gate.model !== model || gate.commit !== commit) return undefined;
  const paths = gate.predictions.map(({ path }, index) => join(folder, keptName(path, index)));
  const sound = await Promise.all(
    gate.predictions.map(async ({ sha256 }, index) => {
      const digest = await digestFile(paths[index] ?? '').catch(() => undefined);
      return digest === sha256;
    }),
  );
  return { gate, place, predictions: sound.every(Boolean) ? paths : [] };
}

function parseGate(text: string): PastGate | undefined {
  try {
    return pastGateSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

async function writeKept(
  folder: string,
  gate: PastGate,
  predictions: readonly Artifact[],
): Promise<void> {
  const parent = join(folder, '..');
  await makeDirectory(parent);
  const incoming = await mkdtemp(join(parent, '.incoming-'));
  try {
    if (fitsKeeping(predictions)) {
      for (const [index, { path }] of predictions.entries()) {
        await copyFile(path, join(incoming, keptName(path, index)));
      }
    }
    await writeFile(join(incoming, gateDocument), `${JSON.stringify(gate, null, 2)}\n`);
    await replaceDirectory(incoming, folder);
  } finally {
    await rm(incoming, { recursive: true, force: true });
  }
}

/** Also what killed processes left behind, once it is among the oldest. */
async function forgetOldest(parent: string): Promise<void> {
  const names = await readdir(parent);
  const aged = await Promise.all(
    names.map(async (name) => {
      const found = await stat(join(parent, name)).catch(() => undefined);
      return { name: basename(name), written: found?.mtimeMs ?? 0 };
    }),
  );
  const oldest = aged.sort((a, b) => b.written - a.written).slice(mostKept);
  for (const { name } of oldest) await rm(join(parent, name), { recursive: true, force: true });
}
