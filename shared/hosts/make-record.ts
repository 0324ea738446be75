import { tableSchema } from '../domain/cell.ts';
import { type Finding, recordVersion, type StepRecord, type Subject } from '../domain/record.ts';
import { stepSchema } from '../domain/step.ts';
import { ActionError } from '../kernel/action-error.ts';
import type { ActionDefinition } from '../kernel/define-action.ts';
import type { StepContext, StepResult } from '../ports/step.ts';
import { codeState } from './code-state.ts';
import { givenInputs } from './given-inputs.ts';
import { Interruption } from './interruption.ts';
import { messages } from './messages.ts';
import { redactDeep } from './secrets.ts';

/** A step's conclusion without its outputs, which belong to the host. */
export type Conclusion<D extends ActionDefinition> = Omit<StepResult<D>, 'outputs'>;

/** What a step concluded, with names, times and subject, and with every secret hidden. */
export async function makeRecord<D extends ActionDefinition>(
  definition: D,
  context: Omit<StepContext<D>, 'interim'>,
  started: Date,
  result: Conclusion<D>,
): Promise<StepRecord> {
  const given = givenInputs(definition, context.host);
  const record: StepRecord = {
    schema: recordVersion,
    step: stepSchema.parse(definition.name),
    model: context.modelName,
    subject: await subjectOf(context, result.subject),
    started: started.toISOString(),
    finished: context.now().toISOString(),
    verdict: result.verdict,
    summary: result.summary,
    metrics: result.metrics ?? [],
    findings: [...(result.findings ?? [])],
    tables: (result.tables ?? []).map((table) => tableSchema.parse(table)),
    series: result.series ?? [],
    artifacts: result.artifacts ?? [],
    inputs: { ...result.inputs },
    ...(Object.keys(given).length > 0 && { given }),
  };
  return redactDeep(record, (text) => context.host.redact(text));
}

async function subjectOf<D extends ActionDefinition>(
  context: Omit<StepContext<D>, 'interim'>,
  known: Partial<Subject> | undefined,
): Promise<Subject> {
  const code = await codeState(context.workingDirectory, context.host.context.commit);
  return { ...code, data: null, model: null, environment: null, ...known };
}

/** A sentence that another may follow. */
function ended(sentence: string): string {
  return /[.?!。？！]$/u.test(sentence) ? sentence : `${sentence}.`;
}

/** A step that could not conclude is a failure that says so: its record and comment exist too. */
export function failureOf(error: unknown): Conclusion<ActionDefinition> {
  const failure = (code: string, summary: string, message = summary) => {
    const finding: Finding = { code, severity: 'error', message };
    return { verdict: 'fail' as const, summary, findings: [finding] };
  };
  if (error instanceof Interruption) {
    return failure('interrupted', messages.stopped(error.signal));
  }
  if (error instanceof ActionError && error.kind !== 'bug') {
    const advice = error.hint === undefined ? '' : ` ${error.hint}`;
    return failure(error.code, error.message, ended(error.message) + advice);
  }
  return failure('internal-error', messages.failed);
}
