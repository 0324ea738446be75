import { type Digest, shortDigest } from '../../shared/domain/digest.ts';
import { gateMetrics } from '../../shared/domain/metric.ts';
import type { Finding, Metric, StepRecord } from '../../shared/domain/record.ts';
import type { Verdict } from '../../shared/domain/verdict.ts';
import { messages } from './messages.ts';
import type { ReportedMetrics } from './metrics-log.ts';

/** Findings of one kind that are listed one by one; the others are counted. */
const mostListed = 5;

/** What a finished training left, and what it was asked for. */
export interface Trained {
  readonly reported: ReportedMetrics;
  readonly requiredMetrics: readonly string[];
  /** Files in the model folder. */
  readonly modelFiles: number;
  readonly data: Digest;
  /** What `data-validate` left in this report directory, if it ran. */
  readonly validation: Pick<StepRecord, 'verdict' | 'subject'> | undefined;
}

/** A training passes when it left a model and every metric it owes, all of them finite. */
export function judgeTraining(trained: Trained): { verdict: Verdict; findings: Finding[] } {
  const findings = [
    ...judgeModel(trained),
    ...judgeRequired(trained),
    ...judgeValues(trained.reported),
    ...judgeLines(trained.reported),
    ...judgeValidation(trained),
  ];
  const severities = new Set(findings.map(({ severity }) => severity));
  const verdict = severities.has('error') ? 'fail' : severities.has('warning') ? 'warn' : 'pass';
  return { verdict, findings };
}

function judgeModel({ modelFiles }: Trained): Finding[] {
  if (modelFiles > 0) return [];
  const { message, hint } = messages.modelEmpty;
  return [{ code: 'model-empty', severity: 'error', message: `${message} ${hint}` }];
}

function judgeRequired({ reported, requiredMetrics }: Trained): Finding[] {
  const known = [...reported.final.keys()];
  const missing = requiredMetrics.filter((name) => !reported.final.has(name));
  if (missing.length === 0 && known.length === 0) {
    return [{ code: 'no-metrics', severity: 'info', message: messages.noMetrics }];
  }
  return missing.map((name) => ({
    code: 'metric-missing',
    severity: 'error',
    message: messages.metricMissing(name, known),
    evidence: { metric: name, reported: known },
  }));
}

/** A final value that is not a number means a broken model; on the way there it may recover. */
function judgeValues({ final, steps }: ReportedMetrics): Finding[] {
  const broken = [...final].filter(([, value]) => !Number.isFinite(value));
  const passing = [...steps].flatMap(([name, values]) => {
    const first = values.find(({ value }) => !Number.isFinite(value));
    const recovered = Number.isFinite(final.get(name));
    return first === undefined || !recovered ? [] : [{ name, ...first }];
  });
  return [
    ...broken.map(([name, value]): Finding => {
      const message = messages.metricNotFinite(name, value);
      return { code: 'metric-not-finite', severity: 'error', message, evidence: { metric: name } };
    }),
    ...passing.map(({ name, step, value }): Finding => {
      const message = messages.stepNotFinite(name, step, value);
      return {
        code: 'metric-not-finite',
        severity: 'warning',
        message,
        evidence: { metric: name },
      };
    }),
  ];
}

function judgeLines({ problems }: ReportedMetrics): Finding[] {
  const code = 'metrics-line-unreadable';
  const listed = problems.slice(0, mostListed).map(({ line, reason }): Finding => {
    const message = messages.lineUnreadable(line, reason);
    return { code, severity: 'warning', message, evidence: { line } };
  });
  const rest = problems.length - listed.length;
  if (rest === 0) return listed;
  return [...listed, { code, severity: 'warning', message: messages.moreLinesUnreadable(rest) }];
}

/** Training only warns: it is the gate that refuses a model of data nobody vouches for. */
function judgeValidation({ data, validation }: Trained): Finding[] {
  if (validation === undefined) return [];
  const validated = validation.subject.data;
  if (validated !== data) {
    const other = validated === null ? undefined : shortDigest(validated);
    const message = messages.otherDataValidated(shortDigest(data), other);
    return [{ code: 'validation-of-other-data', severity: 'warning', message }];
  }
  if (validation.verdict !== 'fail') return [];
  return [{ code: 'data-not-valid', severity: 'warning', message: messages.dataNotValid }];
}

/** Final values for the record: those the policy asks for first, in its order. */
export function finalMetrics(
  { final }: ReportedMetrics,
  requiredMetrics: readonly string[],
): Metric[] {
  const names = new Set([...requiredMetrics, ...final.keys()]);
  return [...names].map((name) => {
    const value = final.get(name);
    const better = directionOf(name);
    return {
      name,
      value: value !== undefined && Number.isFinite(value) ? value : null,
      ...(better === undefined ? {} : { better }),
    };
  });
}

/** Known for standard names only; a name we do not know has no direction. */
function directionOf(name: string): Metric['better'] {
  if (Object.hasOwn(gateMetrics, name)) return gateMetrics[name as keyof typeof gateMetrics].better;
  return /(?:^|[-_])loss$/u.test(name) ? 'lower' : undefined;
}
