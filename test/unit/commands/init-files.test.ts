import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { configText, type ModelPlan } from '../../../actions/commands/init/config-text.ts';
import type { Dependencies } from '../../../actions/commands/init/dependencies.ts';
import { tasks } from '../../../actions/commands/init/flags.ts';
import {
  githubWorkflow,
  type PipelinePlan,
} from '../../../actions/commands/init/github-workflow.ts';
import { gitlabPipeline } from '../../../actions/commands/init/gitlab-pipeline.ts';
import { parseYamlAs } from '../../../shared/config/parse-yaml.ts';
import { projectSchema } from '../../../shared/config/schema.ts';

/** What a table, a folder or a script may hold, and what YAML would read as something else. */
const name = fc.oneof(
  fc.string({ minLength: 1, unit: 'binary' }),
  fc.constantFrom(
    ...['true', 'null', '~', '1e3', '0x1f', '2024-01-31', ' a ', '- a', 'a: b', 'a #b', '{a', '"'],
    ...["'", '*a', '&a', '!!js', '%', '@x', '`', '|', '>', 'a\nb', '\t', '\u0085', '\u2028', '---'],
    ...[`\${{ secrets.TOKEN }}`, '$(id)', '列', '💥', '__proto__', 'constructor', 'x'.repeat(300)],
  ),
);
const labelValue = fc.oneof(name, fc.integer(), fc.double(), fc.boolean());

const plans: fc.Arbitrary<ModelPlan> = fc.record({
  name: fc.constantFrom('loans', 'constructor', '1e3', 'a.b-c'),
  task: fc.constantFrom(...tasks),
  label: name,
  key: fc.option(name, { nil: undefined }),
  time: fc.option(name, { nil: undefined }),
  positive: fc.option(labelValue, { nil: undefined }),
  data: fc.record({ train: name, test: fc.option(name, { nil: undefined }) }),
  code: fc.oneof(fc.record({ command: name }), fc.record({ entry: name })),
  columns: fc.array(fc.oneof(name, fc.constant('')), { maxLength: 70 }),
  rows: fc.option(fc.nat(), { nil: undefined }),
  values: fc.option(
    fc.record({
      values: fc.array(fc.record({ value: labelValue, rows: fc.nat() }), { maxLength: 25 }),
      more: fc.boolean(),
      missing: fc.nat(),
    }),
    { nil: undefined },
  ),
});

describe('mlops.yml as init writes it', () => {
  it('fits its schema and says what was found, whatever the names', () => {
    fc.assert(
      fc.property(plans, (plan) => {
        const { value } = parseYamlAs(configText(plan), 'mlops.yml', projectSchema);
        const model = value.models[plan.name];
        expect(model).toMatchObject({ task: plan.task, label: plan.label, train: plan.code });
        expect(model?.key).toBe(plan.key);
        expect(model?.time).toBe(plan.time);
        expect(model?.data).toEqual(JSON.parse(JSON.stringify(plan.data)));
        expect(Object.is(model?.evaluate?.positive, plan.positive)).toBe(true);
      }),
      { seed: 7, numRuns: 80 },
    );
  });

  it('floors are those of a model that has learned nothing', () => {
    const base = { name: 'm', label: 'y', key: undefined, time: undefined, positive: undefined };
    const more = { data: { train: 'a.csv', test: undefined }, code: { command: 'python t.py' } };
    const values = [
      { value: 'a', rows: 67 },
      { value: 'b', rows: 33 },
    ];
    const policyOf = (task: ModelPlan['task']): unknown => {
      const known = { columns: ['y'], rows: 100, values: { values, more: false, missing: 0 } };
      return parse(configText({ ...base, ...more, ...known, task })).models.m.evaluate.metrics;
    };
    expect(policyOf('binary')).toEqual({ auc: { min: 0.5, 'max-regression': 0.01 } });
    expect(policyOf('multiclass')).toEqual({ accuracy: { min: 0.67, 'max-regression': 0.01 } });
    expect(policyOf('regression')).toMatchObject({ r2: { min: 0 } });
  });
});

const python: Dependencies = {
  language: 'python',
  install: ['python -m pip install -r requirements.txt'],
  cached: true,
  unknown: [],
  reason: '',
};
const pipelines: fc.Arbitrary<PipelinePlan> = fc.record({
  actions: fc.constantFrom('acme/mlops-actions', 'acme/ml/mlops-actions@v2'),
  runner: fc.constantFrom('ubuntu-latest', 'gpu-large', '1e3'),
  branch: name,
  dependencies: fc.constantFrom(
    undefined,
    python,
    { ...python, versionFile: '.python-version' as const },
    { ...python, language: 'javascript' as const, install: ['npm ci'], cached: false },
  ),
  dvc: fc.boolean(),
});

describe('workflows as init writes them', () => {
  it('hold the branch as it is called, and nothing of it where a shell or GitHub would run it', () => {
    fc.assert(
      fc.property(pipelines, (plan) => {
        const workflow = parse(githubWorkflow(plan));
        expect(workflow.on.push.branches).toEqual([plan.branch]);
        const { review } = workflow.jobs;
        expect(review['runs-on']).toBe(plan.runner);
        const [owner, ref = 'v1'] = plan.actions.split('@');
        const uses = review.steps.map((step: { uses?: string }) => step.uses);
        expect(uses).toContain(`${owner}/actions/evaluate-gate@${ref}`);
        const ofMain = parse(githubWorkflow({ ...plan, branch: 'main' }));
        expect({ ...workflow, on: null }).toEqual({ ...ofMain, on: null });
      }),
      { seed: 7, numRuns: 50 },
    );
  });

  it.each([false, true])(
    'a pipeline of GitLab runs the three steps in order (fragment: %s)',
    (asFragment) => {
      fc.assert(
        fc.property(pipelines, (plan) => {
          const pipeline = parse(gitlabPipeline(plan, asFragment));
          const components = pipeline.include.map((one: { component: string }) => one.component);
          expect(components.join(' ')).toMatch(
            /data-validate@\d.*train-on-gpu-runner@\d.*evaluate-gate@\d/u,
          );
          // What is included must not decide about the jobs of others.
          expect('stages' in pipeline || 'workflow' in pipeline).toBe(!asFragment);
          if (asFragment) expect(pipeline['evaluate-gate'].needs).toEqual(['train-on-gpu-runner']);
        }),
        { seed: 7, numRuns: 50 },
      );
    },
  );
});
