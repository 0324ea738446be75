import type { Start } from '../../shared/hosts/start.ts';
import { defineAction } from '../../shared/kernel/define-action.ts';
import type { StepContext } from '../../shared/ports/step.ts';

/** A step with an input of every type, for tests of what surrounds steps. */
export const plainDefinition = defineAction({
  name: 'evaluate-gate',
  title: 'Gate',
  question: 'Is it better?',
  description: 'Compares two models.',
  inputs: {
    'max-regression': {
      type: 'number',
      default: 0.01,
      min: 0,
      max: 1,
      description: 'The largest allowed drop.',
    },
    strict: { type: 'boolean', default: true, description: 'Whether a warning fails.' },
    slices: { type: 'list', default: ['all'], description: 'Columns to slice by.' },
    params: { type: 'map', description: 'Parameters.', example: '{ rate: 0.1 }' },
    mode: { type: 'enum', options: ['fast', 'thorough'], default: 'fast', description: 'How.' },
    label: { type: 'string', description: 'The column with the truth.' },
    password: { type: 'string', secret: true, description: 'For the registry.' },
  },
  outputs: { promote: { description: 'Whether to promote.' } },
  permissions: { 'pull-requests': { access: 'write', reason: 'the comment' } },
});
export type PlainDefinition = typeof plainDefinition;

type Result = Awaited<ReturnType<Start<PlainDefinition>['run']>>;

/** A step that concludes what it is told to. */
export function plainStep(
  result:
    | Partial<Result>
    | ((context: StepContext<PlainDefinition>) => Promise<Partial<Result>>) = {},
): Start<PlainDefinition> {
  return {
    definition: plainDefinition,
    async run(context) {
      const given = typeof result === 'function' ? await result(context) : result;
      return {
        verdict: 'pass',
        summary: 'AUC 0.71, no worse than the champion.',
        outputs: { promote: 'true' },
        ...given,
      };
    },
  };
}
