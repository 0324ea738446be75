import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { defineAction } from '../../../shared/kernel/define-action.ts';
import { actionYml } from '../../../shared/tools/generate/action-yml.ts';
import { gitlabComponent } from '../../../shared/tools/generate/gitlab-component.ts';
import { stepReadme } from '../../../shared/tools/generate/step-readme.ts';

const definition = defineAction({
  name: 'evaluate-gate',
  title: 'Gate',
  question: 'Is it better?',
  description: 'Compares a | b.',
  inputs: {
    challenger: { type: 'list', required: true, description: 'The challenger.' },
    key: { type: 'string', secret: true, description: 'A secret.' },
    rounds: { type: 'number', integer: true, default: 3, description: 'How often.' },
    share: { type: 'number', description: 'A share.' },
    strict: { type: 'boolean', default: false, description: 'Strict or not.' },
    loud: { type: 'boolean', description: 'Loud or not.' },
    mode: { type: 'enum', options: ['fast', 'slow'], description: 'How.' },
    slices: { type: 'list', default: ['a', 'b'], description: 'Columns with <html>.' },
    params: { type: 'map', default: { rate: 0.1 }, description: 'Parameters.' },
  },
  outputs: { promote: { description: 'Whether it may take over.' } },
  permissions: { contents: { access: 'read', reason: 'to read the code' } },
  post: true,
});

describe('action.yml', () => {
  const action = parse(actionYml(definition));

  it('has every input with the default as text, and the token of the job', () => {
    expect(action.inputs).toMatchObject({
      challenger: { required: true },
      rounds: { required: false, default: '3' },
      slices: { default: 'a\nb' },
      params: { default: '{"rate":0.1}' },
      token: { default: `\${{ github.token }}` },
    });
    expect(action.inputs.share).not.toHaveProperty('default');
  });

  it('runs the bundle on Node 24, and again when the job ends', () => {
    const bundle = '../dist/evaluate-gate.js';
    expect(action.runs).toEqual({
      using: 'node24',
      main: bundle,
      post: bundle,
      'post-if': 'always()',
    });
  });

  it('has no post phase where there is nothing to do', () => {
    expect(parse(actionYml({ ...definition, post: false })).runs).not.toHaveProperty('post');
  });
});

describe('the GitLab component', () => {
  const text = gitlabComponent(definition, '1.2.3');
  const [header, body] = parseAllDocuments(text).map((document) => document.toJS());
  const { inputs } = header.spec;
  const job = body['$[[ inputs.job-name ]]'];

  it('puts no input but the command into a shell line', () => {
    expect(job.script).toEqual(['$[[ inputs.cli ]] evaluate-gate']);
    expect(job.after_script).toEqual(['$[[ inputs.cli ]] evaluate-gate --post']);
    expect(inputs.cli.default).toBe('npx --yes mlops-actions@1.2.3');
  });

  it('caches what a later run reads, by job and branch, and nothing otherwise', () => {
    const keeping = { ...definition, keeps: ['history', 'alerts'] };
    const [, kept] = parseAllDocuments(gitlabComponent(keeping, '1')).map((each) => each.toJS());
    const folder = '$[[ inputs.working-directory ]]/$[[ inputs.report-dir ]]';
    expect(kept['$[[ inputs.job-name ]]'].cache).toEqual({
      key: 'mlops-$CI_JOB_NAME_SLUG-$CI_COMMIT_REF_SLUG',
      fallback_keys: ['mlops-$CI_JOB_NAME_SLUG-$CI_DEFAULT_BRANCH'],
      paths: [`${folder}/history`, `${folder}/alerts`],
      when: 'always',
    });
    expect(job).not.toHaveProperty('cache');
  });

  it('hands every input over as a variable', () => {
    expect(job.variables).toMatchObject({
      MLOPS_INPUT_CHALLENGER: '$[[ inputs.challenger ]]',
      MLOPS_INPUT_FAIL_ON: '$[[ inputs.fail-on ]]',
    });
    const shown = Object.keys(inputs).length - ['job-name', 'stage', 'image', 'cli'].length;
    expect(Object.keys(job.variables)).toHaveLength(shown);
  });

  it('takes no secret: inputs stand in the configuration of the pipeline', () => {
    expect(inputs).not.toHaveProperty('key');
    expect(inputs).not.toHaveProperty('token');
    expect(text).not.toContain('MLOPS_INPUT_KEY');
  });

  it('makes an input mandatory only where it is', () => {
    const mandatory = Object.entries<object>(inputs).filter(([, input]) => !('default' in input));
    expect(mandatory.map(([name]) => name)).toEqual(['challenger']);
    expect(inputs.rounds).toMatchObject({ type: 'number', default: 3 });
    expect(inputs.share).toMatchObject({ default: '' });
    expect(inputs.loud).toMatchObject({ options: ['', 'true', 'false'], default: '' });
    expect(inputs.mode).toMatchObject({ options: ['', 'fast', 'slow'], default: '' });
  });

  it('keeps what the step left, whatever its verdict', () => {
    expect(job.artifacts.when).toBe('always');
    expect(job.artifacts.reports.dotenv).toMatch(/\/outputs\/evaluate-gate\.env$/u);
  });
});

describe('the README of a step', () => {
  it('is renewed around what a person wrote', () => {
    const first = stepReadme(definition, undefined);
    const edited = first.replace('## Inputs', '## Inputs changed').concat('\nBy hand.\n');
    expect(stepReadme(definition, edited)).toBe(`${first}\nBy hand.\n`);
  });

  it('shows text as text', () => {
    const readme = stepReadme(definition, undefined);
    expect(readme).toContain('Columns with &lt;html>.');
    expect(readme).toContain('| `rounds` | whole number | `3` |');
  });
});
