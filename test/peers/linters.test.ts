import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { stepNames } from '../../shared/domain/step.ts';
import { lint, workflowLinters } from '../../shared/tools/workflow-linters.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { checkSchema } from './check-schema.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const templates = join(root, 'workflows-templates');
const workflows = readdirSync(join(templates, 'github')).filter((name) => name.endsWith('.yml'));
/** The keys GitHub documents for an organisation's workflow templates, and no others. */
const workflowProperties = z.strictObject({
  name: z.string().min(1),
  description: z.string().min(1),
  iconName: z.string().regex(/^octicon [a-z-]+$/u),
  categories: z.array(z.string()).min(1),
  filePatterns: z.array(z.string()).min(1),
});

interface Workflow {
  concurrency: object;
  permissions: object;
  jobs: Record<string, { 'timeout-minutes': number }>;
}

describe('the ready GitHub workflows', () => {
  it('are there, each with what the page for new workflows shows of it', () => {
    expect(workflows.toSorted()).toEqual([
      'comment-from-fork.yml',
      'drift.yml',
      'model-cd.yml',
      'model-ci.yml',
    ]);
    for (const name of workflows) {
      const path = join(templates, 'github', name.replace(/\.yml$/u, '.properties.json'));
      const shown = workflowProperties.parse(JSON.parse(readFileSync(path, 'utf8')));
      for (const pattern of shown.filePatterns) new RegExp(pattern, 'u');
    }
  });

  it('pin every action of others to a commit and name its version, set a limit to every job', () => {
    for (const name of workflows) {
      const text = readFileSync(join(templates, 'github', name), 'utf8');
      const uses = [...text.matchAll(/uses: (?!OWNER\/)(.*)/gu)].map(([, used = '']) => used);
      for (const used of uses) expect(used).toMatch(/^[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/u);
      const { jobs, concurrency, permissions } = parse(text) as Workflow;
      expect({ concurrency, permissions }).toMatchObject({ concurrency: {}, permissions: {} });
      expect(Object.keys(permissions)).toEqual([]);
      for (const job of Object.values(jobs)) expect(job['timeout-minutes']).toBeGreaterThan(0);
      // Every right has its reason beside it.
      expect(text.match(/^ {6}[\w-]+: (?:read|write)$/gmu)).toBeNull();
    }
  });

  it.each(workflowLinters)('pass in `npm run check`: $name', (linter) => {
    expect(lint(linter)).toBe(true);
  });

  it.each(workflows)('%s fits the schema of workflows', async (name) => {
    const file = join(templates, 'github', name);
    const ended = await checkSchema('--builtin-schema', 'vendor.github-workflows', file);
    expect(ended).toMatchObject({ exitCode: 0 });
  });
});

describe('the generated files', () => {
  it.each(stepNames)('actions/%s/action.yml fits the schema of actions', async (step) => {
    const file = join(root, 'actions', step, 'action.yml');
    const ended = await checkSchema('--builtin-schema', 'vendor.github-actions', file);
    expect(ended).toMatchObject({ exitCode: 0 });
  });

  it.each(stepNames)('the component of %s fits the schema of pipelines', async (step) => {
    const text = readFileSync(join(templates, 'gitlab', step, 'template.yml'), 'utf8');
    // The schema is of one document; a component has its interface in a first one.
    const [header = '', job = ''] = text.split('\n---\n');
    const folder = temporaryFolder('component');
    for (const [name, part] of Object.entries({ header, job })) {
      writeFileSync(join(folder, `${name}.yml`), part);
      const ended = await checkSchema(
        ...['--builtin-schema', 'vendor.gitlab-ci', '--data-transform', 'gitlab-ci'],
        join(folder, `${name}.yml`),
      );
      expect(ended, name).toMatchObject({ exitCode: 0 });
    }
  });

  it('the ready GitLab pipelines fit the schema of pipelines', async () => {
    const names = ['model-ci.yml', 'model-cd.yml', 'drift.yml'];
    const files = names.map((name) => join(templates, 'gitlab', name));
    const ended = await checkSchema('--builtin-schema', 'vendor.gitlab-ci', ...files);
    expect(ended).toMatchObject({ exitCode: 0 });
  });

  it('the example of mlops.yml fits its JSON Schema', async () => {
    const ended = await checkSchema(
      ...['--schemafile', join(root, 'shared', 'config', 'mlops.schema.json')],
      ...[
        join(root, 'test', 'fixtures', 'flights-project', 'mlops.yml'),
        join(templates, 'quickstart', 'mlops.yml'),
      ],
    );
    expect(ended).toMatchObject({ exitCode: 0 });
  });

  it('and a typo in it does not', async () => {
    const folder = temporaryFolder('typo');
    writeFileSync(join(folder, 'mlops.yml'), 'version: 1\nmodels: { a: { evalute: {} } }\n');
    const schema = join(root, 'shared', 'config', 'mlops.schema.json');
    const ended = await checkSchema('--schemafile', schema, join(folder, 'mlops.yml'));
    expect(ended.exitCode).toBe(1);
    expect(ended.output).toContain('evalute');
  });
});
