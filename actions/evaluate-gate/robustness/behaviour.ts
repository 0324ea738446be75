import type { TableInput } from '../../../shared/domain/cell.ts';
import type { Finding, Metric, Series } from '../../../shared/domain/record.ts';
import { type Verdict, verdicts, worstVerdict } from '../../../shared/domain/verdict.ts';

/** What was learned by asking the models again, as parts of a record. */
export interface Behaviour {
  readonly verdict: Verdict;
  /** The sentence the verdict rests on, where it does not pass. */
  readonly summary?: string;
  readonly metrics: readonly Metric[];
  readonly findings: readonly Finding[];
  readonly tables: readonly TableInput[];
  readonly series: readonly Series[];
}

export const emptyBehaviour: Behaviour = {
  verdict: 'pass',
  metrics: [],
  findings: [],
  tables: [],
  series: [],
};

/** Both together; the sentence is that of the worse one. */
export function joined(one: Behaviour, other: Behaviour): Behaviour {
  const [worse, better] = isWorse(other.verdict, one.verdict) ? [other, one] : [one, other];
  const summary = worse.summary ?? better.summary;
  return {
    verdict: worse.verdict,
    ...(summary === undefined ? {} : { summary }),
    metrics: [...one.metrics, ...other.metrics],
    findings: [...one.findings, ...other.findings],
    tables: [...one.tables, ...other.tables],
    series: [...one.series, ...other.series],
  };
}

function isWorse(verdict: Verdict, than: Verdict): boolean {
  return verdicts.indexOf(verdict) > verdicts.indexOf(than);
}

/** The parts of a gate's result that asking again adds to. */
interface Judged {
  verdict: Verdict;
  summary: string;
  metrics?: Metric[];
  findings?: readonly Finding[];
  tables?: readonly TableInput[];
  series?: Series[];
  outputs: { readonly promote: string };
}

/** A gate's result with what was learned by asking the models again. */
export function withBehaviour<R extends Judged>(result: R, behaviour: Behaviour): R {
  const {
    verdict: before,
    summary,
    metrics = [],
    findings = [],
    tables = [],
    series = [],
  } = result;
  const verdict = worstVerdict([before, behaviour.verdict]);
  return {
    ...result,
    verdict,
    summary: isWorse(verdict, before) ? (behaviour.summary ?? summary) : summary,
    metrics: [...metrics, ...behaviour.metrics],
    findings: [...findings, ...behaviour.findings],
    tables: [...tables, ...behaviour.tables],
    series: [...series, ...behaviour.series],
    outputs: { ...result.outputs, promote: String(verdict === 'pass' || verdict === 'warn') },
  };
}
