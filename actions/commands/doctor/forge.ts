import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { detectHost } from '../../../shared/hosts/detect.ts';
import { steps } from '../../steps.ts';
import type { Check, Diagnosis } from './check.ts';
import { forgeTexts, topics } from './messages.ts';

type Outcome = Omit<Diagnosis, 'topic'>;

/** The forge this process runs on, and the workflows that use the steps. */
export function forgeChecks(directory: string): Check[] {
  return [
    { topic: topics.forge, run: forge },
    { topic: topics.workflows, run: () => workflows(directory) },
  ];
}

async function forge(): Promise<Outcome[]> {
  const { host } = detectHost(steps['evaluate-gate'].definition, []);
  if (host.name === 'local') return [{ health: 'note', ...forgeTexts.terminal }];
  const request = await host.changeRequest?.(undefined);
  if (request === undefined) {
    return [{ health: 'ok', message: forgeTexts.noRequest(host.name) }];
  }
  // Only a comment that is really written proves the right to write; one nobody asked for is noise.
  await request.comments.find('mlops-doctor');
  return [{ health: 'ok', message: forgeTexts.reads(host.name, request.number) }];
}

async function workflows(directory: string): Promise<Outcome[]> {
  const files = [
    ...(await namesIn(join(directory, '.github', 'workflows'))),
    join(directory, '.gitlab-ci.yml'),
    // Where `mlops init` puts its part of a pipeline that is there already.
    join(directory, '.gitlab', 'mlops.yml'),
  ];
  const used = new Map<string, string[]>();
  for (const file of files) {
    const text = await readFile(file, 'utf8').catch(() => '');
    for (const step of Object.keys(steps)) {
      const pattern = new RegExp(`mlops-actions/(?:actions/)?${step}[@\\s]`, 'u');
      if (pattern.test(text)) used.set(file, [...(used.get(file) ?? []), step]);
    }
  }
  if (used.size === 0) return [{ health: 'note', ...forgeTexts.noWorkflow }];
  return [...used].map(([file, names]) => ({
    health: 'ok',
    message: forgeTexts.runs(file.slice(directory.length + 1), names),
  }));
}

async function namesIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => /\.ya?ml$/u.test(name)).map((name) => join(folder, name));
}
