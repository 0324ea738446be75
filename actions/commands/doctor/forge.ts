import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { detectHost } from '../../../shared/hosts/detect.ts';
import { steps } from '../../steps.ts';
import type { Check, Diagnosis } from './check.ts';

type Outcome = Omit<Diagnosis, 'topic'>;

/** The forge this process runs on, and the workflows that use the steps. */
export function forgeChecks(directory: string): Check[] {
  return [
    { topic: 'forge', run: forge },
    { topic: 'workflows', run: () => workflows(directory) },
  ];
}

async function forge(): Promise<Outcome[]> {
  const { host } = detectHost(steps['evaluate-gate'].definition, []);
  if (host.name === 'local') {
    const next = 'Run `mlops doctor` as a step of a job to have its token tried.';
    return [{ health: 'note', message: 'this is a terminal: reports, but no comments', next }];
  }
  const request = await host.changeRequest?.(undefined);
  if (request === undefined) {
    const message = `${host.name}, outside a pull or merge request: nothing to comment on`;
    return [{ health: 'ok', message }];
  }
  // Only a comment that is really written proves the right to write; one nobody asked for is noise.
  await request.comments.find('mlops-doctor');
  const message = `${host.name}: the token reads the comments of request ${request.number}`;
  return [{ health: 'ok', message }];
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
  if (used.size === 0) {
    const next = 'Run `mlops init`, or copy one from workflows-templates.';
    return [{ health: 'note', message: 'no workflow uses a step yet', next }];
  }
  return [...used].map(([file, names]) => ({
    health: 'ok',
    message: `${file.slice(directory.length + 1)} runs ${names.join(', ')}`,
  }));
}

async function namesIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => /\.ya?ml$/u.test(name)).map((name) => join(folder, name));
}
