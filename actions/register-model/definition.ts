import { defineAction } from '../../shared/kernel/define-action.ts';

export const definition = defineAction({
  name: 'register-model',
  title: 'Registry',
  question: 'Which exact model is this, and where did it come from?',
  description:
    'Gives a model a content-addressed version in a registry, with its lineage and evidence, and moves the champion alias only to a model that passed the gate.',
  inputs: {
    'model-dir': {
      type: 'string',
      description:
        "The folder that holds the model's files. Defaults to the one the training step recorded.",
      example: '.mlops/model',
    },
    registry: {
      type: 'string',
      description:
        'The registry: a folder that is, or becomes, an OCI image layout. Defaults to register.registry of the configuration, then .mlops/registry.',
      example: '.mlops/registry',
    },
    version: {
      type: 'string',
      description:
        'The version to give (register) or to act on (promote, rollback, show): v3, or a semantic version. Registering without one takes the next number.',
      example: 'v3',
    },
    alias: {
      type: 'string',
      description:
        'The alias to move to the model. promote and rollback move champion unless told otherwise.',
      example: 'champion',
    },
    mode: {
      type: 'enum',
      options: ['register', 'promote', 'rollback', 'verify', 'show', 'prune'],
      default: 'register',
      description:
        'register a model, promote a version (move its alias), rollback the last promotion, verify every byte, show what is there, or prune old versions.',
    },
  },
  outputs: {
    'model-id': { description: 'Identity of the model: sha256 over its files and lineage.' },
    'model-reference': {
      description: 'Reference that always means these bytes: <registry>@sha256:<manifest digest>.',
    },
    version: { description: 'The version in the registry.' },
  },
  permissions: {
    contents: { access: 'read', reason: 'reads the checkout for the commit of the code' },
    'pull-requests': { access: 'write', reason: 'writes its section of the comment' },
    checks: { access: 'write', reason: 'to show the step beside the commit; optional' },
  },
});
