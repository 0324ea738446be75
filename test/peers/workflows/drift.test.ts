import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { flightsProject } from '../../support/flights-project.ts';
import { githubForge } from '../../support/forges/github.ts';
import { act, change } from './act.ts';

/** A scheduled run on a project, after `move` has changed the current data's rows. */
async function look(move: (cells: string[]) => string[]) {
  const project = flightsProject();
  const [header = '', ...rows] = readFileSync(join(project, 'data', 'test.csv'), 'utf8')
    .trim()
    .split('\n');
  const moved = [header, ...rows].map((row) => move(row.split(',')).join(','));
  writeFileSync(join(project, 'data', 'current.csv'), `${moved.join('\n')}\n`);
  change(project, 'mlops.yml', (text) =>
    text
      .replace('current: data/test.csv', 'current: data/current.csv')
      .replace('    drift:\n', '    drift:\n      retrain: { trigger: { event: retrain } }\n'),
  );
  const forge = await githubForge({ pulls: [] });
  try {
    const run = { template: 'drift', event: 'schedule', payload: {}, project } as const;
    return { ended: await act({ ...run, api: forge.url }), forge };
  } finally {
    await forge.close();
  }
}

describe('drift.yml on its schedule', () => {
  it('keeps quiet while the world stands still', async () => {
    const { ended, forge } = await look((cells) => cells);
    expect(ended).toMatchObject({ exitCode: 0 });
    expect(forge.issues).toEqual([]);
    expect(forge.dispatches).toEqual([]);
    expect(ended.output).not.toContain('Run Main Roll back');
  });

  it('opens the issue and asks for a retraining when an important column moved', async () => {
    const { ended, forge } = await look(([id, date, origin, destination, distance, hour, late]) => [
      ...[id, date, origin, destination, distance].map(String),
      ...[hour === 'hour' ? 'hour' : String(Math.min(23, Number(hour) + 4)), String(late)],
    ]);
    expect(forge.violations).toEqual([]);
    expect(forge.issues).toMatchObject([{ state: 'open', labels: ['model-drift'] }]);
    expect(forge.issues[0]?.body).toMatch(/hour/u);
    expect(forge.dispatches).toMatchObject([{ kind: 'repository_dispatch', name: 'retrain' }]);
    expect(ended).toMatchObject({ exitCode: 0 });
  });

  it('fails and rolls back when the data is broken', async () => {
    const { ended, forge } = await look((cells) => cells.filter((_, index) => index !== 5));
    expect(ended.exitCode).toBe(1);
    expect(forge.issues).toMatchObject([{ state: 'open' }]);
    expect(forge.dispatches).toEqual([]);
    expect(ended.output).toContain('Run Main Roll back');
  });
});
