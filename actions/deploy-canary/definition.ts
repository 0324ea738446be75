import { defineAction } from '../../shared/kernel/define-action.ts';

export const definition = defineAction({
  name: 'deploy-canary',
  title: 'Canary',
  question: 'Does it hold up under live traffic?',
  description:
    'Gives a registered model a growing share of live traffic, compares its errors and latency with the stable version at each step, and promotes it or takes it back.',
  inputs: {
    'model-reference': {
      type: 'string',
      description:
        'The model to roll out: <registry>@sha256:<digest>, <registry>:<model>/<version or alias>, or just a version or alias of the configured registry. Defaults to the one register-model left in the report directory. With mode rollback: the version to return to.',
      example: '.mlops/registry:flights/v3',
    },
    target: {
      type: 'enum',
      options: ['local'],
      description: 'Where it is served. local: a gateway and model servers on this machine.',
    },
    strategy: {
      type: 'enum',
      options: ['canary'],
      description: 'How traffic moves. canary: in steps, each compared with stable.',
    },
    steps: {
      type: 'string',
      description:
        'Weights in percent and how long each lasts at least, as 5:30s,50:30s,100, or the YAML list of the configuration.',
      example: '5:30s,50:30s,100',
    },
    mode: {
      type: 'enum',
      options: ['rollout', 'rollback', 'status', 'stop'],
      default: 'rollout',
      description:
        'rollout a model, rollback to the last stable one, show the status, or stop serving and leave no process behind.',
    },
    environment: {
      type: 'string',
      description:
        "Show the rollout as a deployment to this environment of the forge, such as production. Leave it out where the job itself names its environment: the forge then lists the job's own.",
      example: 'production',
    },
    'environment-url': {
      type: 'string',
      description: 'Where people reach what is deployed, for the page of the environment.',
      pattern: '^https?://\\S+$',
      accepts: 'an address that begins with https:// or http://',
      example: 'https://models.example.org/flights',
    },
  },
  outputs: {
    phase: {
      description:
        'What the deployment is in: progressing, paused, promoted, rolled-back, stopped, or none.',
    },
    weight: { description: "The model's share of traffic now, in percent." },
    stable: { description: 'The version that is stable now; empty where there is none.' },
  },
  permissions: {
    contents: { access: 'read', reason: 'reads the configuration and the registry' },
    'pull-requests': { access: 'write', reason: 'writes its section of the comment' },
    checks: { access: 'write', reason: 'shows the step beside the commit; optional' },
    deployments: {
      access: 'write',
      reason: 'lists the rollout, with the input "environment" only',
    },
  },
});
