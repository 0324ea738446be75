import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type GitlabForge, gitlabForge } from '../../support/forges/gitlab.ts';
import type { CommandEnded } from '../../support/run-command.ts';
import { type PipelineProject, pipelineProject, withoutHour } from './project.ts';

const all = ['model-ci.yml', 'model-cd.yml', 'drift.yml'];
const token = 'glpat-secretOfThisProject';
// Only a guard: a pipeline is up to five processes with a copy of the project each.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

/** Every ready pipeline included by one project: each source starts its own jobs and no other. */
describe('the ready pipelines together', () => {
  let project: PipelineProject;
  let forge: GitlabForge;
  const mergeRequest = () => ({
    CI_PIPELINE_SOURCE: 'merge_request_event',
    CI_API_V4_URL: forge.apiUrl,
    CI_MERGE_REQUEST_IID: '7',
    CI_MERGE_REQUEST_PROJECT_ID: '42',
    CI_MERGE_REQUEST_SOURCE_BRANCH_SHA: project.head,
  });

  beforeAll(async () => {
    project = pipelineProject(all);
    forge = await gitlabForge({ mergeRequest: { iid: 7, sha: project.head } });
  });
  afterAll(async () => {
    await forge.close();
    await project.stopServing();
  });

  it('a merge request without a writing token: no note, and everything GitLab collects is there', async () => {
    const ended = await project.run(mergeRequest());
    expect(ended, ended.output).toMatchObject({ exitCode: 0 });
    expect(forge.notes).toEqual([]);
    expect(['validate', 'train', 'gate'].map(project.hasRun)).toEqual([true, true, true]);
    expect(['release-train', 'drift', 'rollback'].map(project.hasRun)).toEqual([
      false,
      false,
      false,
    ]);
    expect(project.artifact('gate', 'junit/evaluate-gate.xml')).toContain('flights: Gate');
    expect(project.artifact('gate', 'metrics.txt')).toMatch(/^mlops_auc\{[\s\S]*# EOF\n$/mu);
    const findings = JSON.parse(project.artifact('gate', 'code-quality/evaluate-gate.json'));
    expect(findings).toBeInstanceOf(Array);
    expect(project.artifact('gate', 'badge.svg')).toContain('aria-label="flights: pass');
    expect(project.artifact('gate', 'report.html')).toContain('</html>');
    expect(project.artifact('gate', 'comment.md')).toContain('flights');
  });

  it('with a token there is the note as well, and the token nowhere', async () => {
    const ended = await project.run({ ...mergeRequest(), GITLAB_TOKEN: token });
    expect(ended, ended.output).toMatchObject({ exitCode: 0 });
    expect(forge.notes).toHaveLength(1);
    expect(forge.notes[0]?.body).toMatch(/AUC/u);
    expect(forge.violations).toEqual([]);
    expect(ended.output).not.toContain(token);
  });

  it('a push to the default branch releases: a version, and all the traffic', async () => {
    const branch = { CI_COMMIT_BRANCH: 'main', CI_DEFAULT_BRANCH: 'main' };
    const ended = await project.run({ CI_PIPELINE_SOURCE: 'push', ...branch });
    expect(ended, ended.output).toMatchObject({ exitCode: 0 });
    const outputs = project.artifact('release-canary', 'outputs/deploy-canary.env');
    expect(outputs).toContain('MLOPS_DEPLOY_CANARY_WEIGHT=100\n');
    expect(project.hasRun('drift')).toBe(false);
  });

  it('a calm schedule reports, and the rollback says that none is wanted', async () => {
    const ended = await project.run({ CI_PIPELINE_SOURCE: 'schedule' });
    expect(ended, ended.output).toMatchObject({ exitCode: 0 });
    expect(project.artifact('drift', 'outputs/drift-report.env')).toContain('_ROLLBACK=false\n');
    expect(ended.output).toMatch(/^rollback +> No rollback is wanted\.$/mu);
  });
});

describe('a schedule in a world that has changed', () => {
  let project: PipelineProject;
  let ended: CommandEnded;

  beforeAll(async () => {
    project = pipelineProject(['drift.yml'], withoutHour);
    ended = await project.run({ CI_PIPELINE_SOURCE: 'schedule' });
  });
  afterAll(() => project.stopServing());

  it('a P0 fails the report and goes on to the rollback', () => {
    expect(ended.exitCode, ended.output).toBe(1);
    const outputs = project.artifact('drift', 'outputs/drift-report.env');
    expect(outputs, ended.output).toContain('_ROLLBACK=true\n');
    expect(ended.output).not.toMatch(/^rollback +> No rollback/mu);
    // Nothing is served in this project, which only deploy-canary with mode rollback can say.
    expect(project.artifact('rollback', 'records/deploy-canary.json')).toContain(
      'no-previous-version',
    );
  });
});
