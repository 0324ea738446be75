import { z } from 'zod';
import { type ModelConfig, taskSchema } from '../../../shared/config/schema.ts';
import { type EvaluateConfig, evaluateSchema } from '../../../shared/config/sections/evaluate.ts';
import type { Digest } from '../../../shared/domain/digest.ts';
import { describeMetric, type JudgedName } from '../../../shared/domain/metric.ts';
import type { StepRecord } from '../../../shared/domain/record.ts';
import type { Reading } from './estimate.ts';
import type { MetricRule, QualityPolicy } from './judge.ts';

/** What the gate's record says of how it judged. */
const gateInputs = z.looseObject({
  task: taskSchema,
  label: z.string().nullish(),
  positive: z.string().optional(),
  policy: evaluateSchema,
});

/** The gate's policy, and the column of the truth. */
export interface GatePolicy {
  readonly quality: QualityPolicy;
  readonly label: string | undefined;
}

/**
 * The policy that a model passed the gate by, as the gate's record in the registry has it (also
 * where that was a file of its own, or another tool's thresholds); else the one in `mlops.yml`.
 */
export function gatePolicy(
  evidence: readonly StepRecord[],
  id: Digest,
  config: ModelConfig,
): GatePolicy {
  const record = evidence.findLast(
    ({ step, subject }) => step === 'evaluate-gate' && subject.model === id,
  );
  const { data: judged } = gateInputs.safeParse(record?.inputs);
  const evaluate = judged?.policy ?? config.evaluate;
  const task = judged?.task ?? config.task;
  const positive = judged?.positive ?? evaluate?.positive;
  return {
    quality: { rules: rulesOf(evaluate), reading: readingOf(task, evaluate, positive) },
    label: config.label ?? judged?.label ?? undefined,
  };
}

function rulesOf(evaluate: EvaluateConfig | undefined): MetricRule[] {
  const rules = Object.entries(evaluate?.metrics ?? {});
  return rules.flatMap(([name, rule]) =>
    rule === undefined ? [] : [toRule(name as JudgedName, rule)],
  );
}

function toRule(
  name: JudgedName,
  rule: NonNullable<EvaluateConfig['metrics'][JudgedName]>,
): MetricRule {
  const allowed = rule['max-regression'];
  return {
    name,
    better: describeMetric(name).better,
    min: rule.min,
    max: rule.max,
    maxRegression:
      allowed === undefined
        ? undefined
        : typeof allowed === 'number'
          ? { absolute: allowed, relative: undefined }
          : { absolute: allowed.absolute, relative: allowed.relative },
    isRequired: rule.required,
  };
}

/** undefined: a task whose answers are not judged one by one. */
function readingOf(
  task: ModelConfig['task'],
  evaluate: EvaluateConfig | undefined,
  positive: EvaluateConfig['positive'],
): Reading | undefined {
  if (task !== 'binary' && task !== 'multiclass' && task !== 'regression') return undefined;
  return {
    task,
    positive: positive === undefined ? undefined : String(positive),
    threshold: evaluate?.threshold ?? 0.5,
    classes: evaluate?.model?.classes?.map(String),
  };
}
