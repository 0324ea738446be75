import type { EvaluateConfig } from '../../../shared/config/sections/evaluate.ts';
import type { FeatureBatch } from '../../../shared/domain/prediction.ts';
import type { Finding } from '../../../shared/domain/record.ts';
import type { StepContext } from '../../../shared/ports/step.ts';
import type { Table, TableReader } from '../../../shared/ports/table-reader.ts';
import { seedFor } from '../../../shared/stats/random.ts';
import type { LabelMeaning } from '../check-rows.ts';
import { gateSeed } from '../decide.ts';
import type { definition } from '../definition.ts';
import { explain } from '../explain/explain.ts';
import { messages as explainTexts } from '../explain/messages.ts';
import { explanationFindings, explanationSeries, explanationTables } from '../explain/present.ts';
import type { Layout } from '../layout.ts';
import { type AskedSide, featureColumn } from '../models/predict/run.ts';
import { type GateRows, rowsAt } from '../rows.ts';
import { rowPlacesQuery } from '../rows-query.ts';
import { type Respondent, respondent } from './answers.ts';
import { type Behaviour, emptyBehaviour, joined } from './behaviour.ts';
import { checkRobustness } from './check.ts';
import { findings as texts } from './messages.ts';
import {
  robustnessFindings,
  robustnessMetrics,
  robustnessSummary,
  robustnessTables,
} from './present.ts';
import { sampleRows } from './sample.ts';

type Context = StepContext<typeof definition>;

/** The rows that were judged, and what can be asked about them again. */
export interface Askable {
  readonly rows: GateRows;
  readonly layout: Layout;
  readonly meaning: LabelMeaning;
  /** The models, and the data with their features; none where predictions were given. */
  readonly sides: readonly AskedSide[];
  readonly data: Table | undefined;
}

/**
 * Ask the models again, about inputs that are not as they should be and about what they go by,
 * where the policy wants to know. Where there is only what they once predicted, that is a failure.
 */
export async function askAgain(
  context: Context,
  tables: TableReader,
  policy: EvaluateConfig,
  askable: Askable,
): Promise<Behaviour> {
  const { robustness, explain: explaining } = policy;
  if (robustness === undefined && explaining === undefined) return emptyBehaviour;
  const { sides, data } = askable;
  if (data === undefined || !sides.some(({ name }) => name === 'challenger')) {
    return unasked(policy, texts.needsModel, explainTexts.needsModel);
  }
  const asked = { context, tables, policy, askable, data };
  const checked = robustness === undefined ? emptyBehaviour : await check(asked, robustness);
  const explained = explaining === undefined ? emptyBehaviour : await tell(asked, explaining);
  return joined(checked, explained);
}

/** Scores of answers come from a tool that asked the model: it is not ours to ask again. */
export function notAsked(policy: EvaluateConfig): Behaviour {
  return unasked(policy, texts.scores, explainTexts.scores);
}

/** What the policy asks for and cannot be had: a failure of what it limits, a warning of the rest. */
function unasked(policy: EvaluateConfig, checks: string, explanations: string): Behaviour {
  const error: Finding = { code: 'robustness-not-checked', severity: 'error', message: checks };
  const failed: Behaviour =
    policy.robustness === undefined
      ? emptyBehaviour
      : { ...emptyBehaviour, verdict: 'fail', summary: checks, findings: [error] };
  if (policy.explain === undefined) return failed;
  const message = explanations;
  const warning: Finding = { code: 'not-explained', severity: 'warning', message };
  return joined(failed, { ...emptyBehaviour, verdict: 'warn', findings: [warning] });
}

interface Asked {
  readonly context: Context;
  readonly tables: TableReader;
  readonly policy: EvaluateConfig;
  readonly askable: Askable;
  readonly data: Table;
}

async function check(
  asked: Asked,
  rule: NonNullable<EvaluateConfig['robustness']>,
): Promise<Behaviour> {
  const { context, policy, askable } = asked;
  const models = respondents(asked);
  const report = await checkRobustness({
    ...models,
    ...(await sampleOf(asked, rule.rows)),
    of: askable.rows.labels.length,
    policy: rule,
    gate: policy,
    seed: gateSeed,
    progress: (message) => context.host.progress(message),
  });
  const summary = robustnessSummary(report);
  const behaviour: Behaviour = {
    verdict: report.verdict,
    ...(summary === undefined ? {} : { summary }),
    metrics: robustnessMetrics(report),
    findings: robustnessFindings(report),
    tables: robustnessTables(report),
    series: [],
  };
  const isCompared = Object.keys(rule['max-regression']).length > 0;
  const isMissing = models.champion === undefined && askable.rows.champion !== undefined;
  if (!isCompared || !isMissing) return behaviour;
  const message = texts.needsChampionModel;
  const finding: Finding = { code: 'robustness-needs-champion', severity: 'error', message };
  return joined(behaviour, {
    ...emptyBehaviour,
    ...{ verdict: 'fail', summary: message, findings: [finding] },
  });
}

async function tell(
  asked: Asked,
  rule: NonNullable<EvaluateConfig['explain']>,
): Promise<Behaviour> {
  const explanation = await explain({
    ...respondents(asked),
    ...(await sampleOf(asked, rule.rows)),
    policy: rule,
    gate: asked.policy,
    seed: gateSeed,
    progress: (message) => asked.context.host.progress(message),
  });
  return {
    ...emptyBehaviour,
    findings: explanationFindings(explanation),
    tables: explanationTables(explanation),
    series: explanationSeries(explanation),
  };
}

function respondents(asked: Asked): { challenger: Respondent; champion?: Respondent } {
  const of = (name: AskedSide['name']) => {
    const side = asked.askable.sides.find((one) => one.name === name);
    return side === undefined ? undefined : respondentOf(asked, side);
  };
  const [challenger, champion] = [of('challenger'), of('champion')];
  if (challenger === undefined) throw new TypeError('the challenger is a model');
  return { challenger, ...(champion === undefined ? {} : { champion }) };
}

/** Each model is given the features it wants, in its order, whatever the other one wants. */
function respondentOf({ context, askable }: Asked, side: AskedSide): Respondent {
  const { rows, layout, meaning } = askable;
  const { name, predictor, features } = side;
  const shares = layout.sides.find((one) => one.name === name)?.shares ?? [];
  const classes = shares.length > 0 ? shares.map(({ named }) => named) : undefined;
  const isCut = rows.task === 'binary' || rows.task === 'multilabel';
  const kind = isCut ? rows[`${name}Kind`] : undefined;
  const positive = meaning.task === 'binary' ? meaning.positive : undefined;
  const predict = ({ columns, ...batch }: FeatureBatch) => {
    context.signal.throwIfAborted();
    const own = features.flatMap(
      (wanted) => columns.find((column) => column.name === wanted) ?? [],
    );
    return predictor.predict({ ...batch, columns: own }, context.signal);
  };
  return respondent({ predict, classes }, rows, { positive, kind });
}

/** Some of the judged rows, with the features that either model wants. */
async function sampleOf(
  { tables, askable, data }: Asked,
  size: number,
): Promise<{ rows: GateRows; features: FeatureBatch }> {
  const { rows, layout, sides } = askable;
  const sample = sampleRows(rows, size, seedFor(gateSeed, 'sample'));
  const names = [...new Set(sides.flatMap(({ features }) => features))];
  const key = layout.sides.find(({ name }) => name === 'data')?.key;
  if (key === undefined) throw new TypeError('predictions of a model are joined to data by a key');
  const selected = names.map((name, i) => `d.${tables.identifier(name)} AS f${i}`);
  const read = await tables.columns(
    `SELECT ${selected.join(', ')} FROM (${rowPlacesQuery(tables, layout, [...sample])}) AS p JOIN ${data.relation} AS d ON p.key = CAST(d.${tables.identifier(key.name)} AS VARCHAR) ORDER BY p.place`,
  );
  const columns = names.map((name, i) => {
    const type = data.columns.find((column) => column.name === name)?.type ?? 'string';
    return featureColumn(name, type, read[`f${i}`] ?? []);
  });
  return { rows: rowsAt(rows, sample), features: { rows: sample.length, columns } };
}
