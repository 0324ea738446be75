import type { GatePolicy } from '../../../actions/evaluate-gate/policy.ts';
import type { AskedModel, Respondent } from '../../../actions/evaluate-gate/robustness/answers.ts';
import { respondent } from '../../../actions/evaluate-gate/robustness/answers.ts';
import type { RobustnessReport } from '../../../actions/evaluate-gate/robustness/check.ts';
import { checkRobustness } from '../../../actions/evaluate-gate/robustness/check.ts';
import type { BinaryRows } from '../../../actions/evaluate-gate/rows.ts';
import { evaluateSchema } from '../../../shared/config/sections/evaluate.ts';
import { robustnessSchema } from '../../../shared/config/sections/robustness.ts';
import type { FeatureBatch, FeatureColumn } from '../../../shared/domain/prediction.ts';
import { createRandom } from '../../../shared/stats/random.ts';

/** What a logistic model weighs each feature by; a text counts by its value. */
export type Weights = Readonly<Record<string, number | Readonly<Record<string, number>>>>;

/** A logistic model in memory. A missing number counts as `missing`, by default the model's 0. */
export function logistic(weights: Weights, bias = 0, missing = 0): AskedModel {
  const term = (column: FeatureColumn, row: number): number => {
    const weight = weights[column.name];
    if (weight === undefined) return 0;
    const value = column.values[row] ?? null;
    if (typeof weight !== 'number') return weight[String(value)] ?? 0;
    return weight * (typeof value === 'number' && !Number.isNaN(value) ? value : missing);
  };
  return {
    predict: async ({ rows, columns }) => ({
      rows,
      width: 1,
      values: Float64Array.from({ length: rows }, (_, row) => {
        const sum = columns.reduce((total, column) => total + term(column, row), bias);
        return 1 / (1 + Math.exp(-sum));
      }),
    }),
  };
}

export interface World {
  readonly features: FeatureBatch;
  readonly rows: BinaryRows;
}

/** Rows whose label depends on age and income, and not on sex. */
export function simulate(size: number, seed: number): World {
  const random = createRandom(seed);
  const age = new Float64Array(size);
  const income = new Float64Array(size);
  const sex: string[] = [];
  const city: (string | null)[] = [];
  const labels = new Uint8Array(size);
  for (let row = 0; row < size; row++) {
    age[row] = 18 + random.below(60);
    income[row] = 30 + 10 * random.normal();
    sex.push(random.uniform() < 0.5 ? 'F' : 'M');
    city.push(['Paris', 'Lyon', 'Nice', null][random.below(4)] ?? null);
    const odds = 0.08 * ((age[row] as number) - 48) + 0.15 * ((income[row] as number) - 30);
    labels[row] = random.uniform() < 1 / (1 + Math.exp(-odds)) ? 1 : 0;
  }
  const columns: FeatureColumn[] = [
    { name: 'age', kind: 'number', values: age },
    { name: 'income', kind: 'number', values: income },
    { name: 'sex', kind: 'text', values: sex },
    { name: 'city', kind: 'text', values: city },
  ];
  const challenger = new Float64Array(size);
  const rows = { task: 'binary', labels, challenger, challengerKind: 'probability' } as const;
  return { features: { rows: size, columns }, rows: { ...rows, slices: [] } };
}

/** The model that knows the world, up to what chance leaves open. */
export const knowing = logistic({ age: 0.08, income: 0.15 }, -0.08 * 48 - 0.15 * 30, 30);

export function ask(world: World, model: AskedModel): Respondent {
  return respondent(model, world.rows);
}

export const gatePolicy: GatePolicy = evaluateSchema.parse({ metrics: { auc: {} } });

/** Check a model in memory by a policy as a user writes it. */
export function check(
  world: World,
  policy: unknown,
  challenger: AskedModel = knowing,
  champion?: AskedModel,
): Promise<RobustnessReport> {
  return checkRobustness({
    challenger: ask(world, challenger),
    champion: champion && ask(world, champion),
    rows: world.rows,
    features: world.features,
    of: world.rows.labels.length,
    policy: robustnessSchema.parse(policy),
    gate: gatePolicy,
    seed: 7,
  });
}
