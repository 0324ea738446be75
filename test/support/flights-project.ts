import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { temporaryFolder } from './temporary-folder.ts';

const source = fileURLToPath(new URL('../fixtures/flights-project', import.meta.url));
const flightsFile = fileURLToPath(
  new URL('../../node_modules/vega-datasets/data/flights-20k.json', import.meta.url),
);

interface Flight {
  date: string;
  delay: number;
  distance: number;
  origin: string;
  destination: string;
}

/**
 * A project as a team would have it, on 20,000 real flights of 2001, in a fresh folder outside
 * the repository: data, mlops.yml, training code, and the predictions of a champion that knows
 * the airport only. It is a git repository with one commit.
 */
export function flightsProject(parent = temporaryFolder('flights')): string {
  cpSync(source, parent, { recursive: true });
  mkdirSync(join(parent, 'data'), { recursive: true });
  const rows = flights().map(toLine);
  const header = 'id,date,origin,destination,distance,hour,late';
  const write = (name: string, lines: readonly string[]): void =>
    writeFileSync(join(parent, 'data', name), `${[header, ...lines].join('\n')}\n`);
  // Interleaved, so that the two halves are of one world: the drift report must stay calm.
  write(
    'train.csv',
    rows.filter((_, index) => index % 5 < 3),
  );
  write(
    'test.csv',
    rows.filter((_, index) => index % 5 >= 3),
  );
  trainChampion(parent);
  commitAll(parent);
  return parent;
}

function flights(): Flight[] {
  return JSON.parse(readFileSync(flightsFile, 'utf8')) as Flight[];
}

function toLine(flight: Flight, index: number): string {
  const [day = '', time = ''] = flight.date.split(' ');
  const hour = Number(time.split(':')[0]);
  const late = flight.delay > 15 ? 1 : 0;
  const { origin, destination, distance } = flight;
  return [index, day.replaceAll('/', '-'), origin, destination, distance, hour, late].join(',');
}

function trainChampion(project: string): void {
  const out = temporaryFolder('champion');
  const file = (name: string, content: unknown): string => {
    writeFileSync(join(out, name), JSON.stringify(content));
    return join(out, name);
  };
  mkdirSync(join(project, 'predictions'), { recursive: true });
  execFileSync(process.execPath, ['train.mjs'], {
    cwd: project,
    env: {
      MLOPS_PARAMS_FILE: file('params.json', { features: 'origin' }),
      MLOPS_DATA_FILE: file('data.json', { train: ['data/train.csv'], test: ['data/test.csv'] }),
      MLOPS_MODEL_DIR: join(out, 'model'),
      MLOPS_METRICS_FILE: join(out, 'metrics.jsonl'),
      MLOPS_PREDICTIONS_FILE: join(project, 'predictions', 'champion.csv'),
    },
  });
}

function commitAll(project: string): void {
  writeFileSync(join(project, '.gitignore'), '.mlops/\n');
  const identity = ['-c', 'user.name=Test', '-c', 'user.email=test@example.org'];
  const git = (...args: string[]): void =>
    void execFileSync('git', [...identity, ...args], { cwd: project, stdio: 'ignore' });
  git('init', '-q', '-b', 'main');
  git('add', '-A');
  git('commit', '-q', '-m', 'The project');
}
