/**
 * The Python tools that `npm run bench:peers` is timed beside: each in an environment of its own,
 * pinned, made once by uv in the cache of the peers.
 */
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { peersFolder, pythonEnvironment } from '../../peers/install.ts';

const environments = {
  sklearn: ['scikit-learn', 'fairlearn==0.15.0', 'pandas<3', 'pyarrow'],
  evidently: ['evidently==0.7.23', 'pandas<3', 'pyarrow'],
  nannyml: ['nannyml==0.13.1', 'pandas<3', 'statsmodels', 'pyarrow'],
  'great-expectations': ['great-expectations==1.24.1', 'pandas<3', 'pyarrow'],
  pandera: ['pandera[pandas]==0.35.0', 'pandas<3', 'pyarrow'],
  frictionless: ['frictionless[parquet]==5.21.0', 'pandas<3', 'pyarrow'],
} as const;

export type EnvironmentName = keyof typeof environments;

/** The path of an environment's `python`, installed where it is not there yet. */
export function python(name: EnvironmentName): string {
  const folder = join(peersFolder, `python-${name}`);
  const program = join(folder, 'bin', 'python');
  const complete = join(folder, '.complete');
  if (existsSync(complete)) return program;
  console.error(`Installing ${environments[name].join(' ')} ...`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  pythonEnvironment(folder, environments[name]);
  writeFileSync(complete, '');
  return program;
}
