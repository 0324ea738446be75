import type {
  BinaryRows,
  GateRows,
  MulticlassRows,
  MultilabelRows,
  RankingRows,
  RegressionRows,
} from '../../../actions/evaluate-gate/rows.ts';
import type { CaseRepeats } from '../../../shared/stats/mean-of-cases.ts';
import type { Random } from '../../../shared/stats/random.ts';

/**
 * Draws held-out rows with two models' answers.
 *
 * @param edge how much clearer the challenger sees than the champion; 0: both are drawn alike
 */
export type World = (random: Random, rows: number, edge: number) => GateRows;

const logistic = (value: number): number => 1 / (1 + Math.exp(-value));

const own = (edge: number): number => 0.8 / (1 + edge);
const old = 0.8;

/** Two in five rows are positive; each model sees the true log odds with an error of its own. */
export function binary(random: Random, rows: number, edge: number): BinaryRows {
  const signal = Float64Array.from({ length: rows }, () => 1.5 * random.normal() - 0.5);
  const labels = Uint8Array.from(signal, (value) => (random.uniform() < logistic(value) ? 1 : 0));
  const shares = (error: number) =>
    Float64Array.from(signal, (value) => logistic(value + error * random.normal()));
  return {
    task: 'binary',
    labels,
    challenger: shares(own(edge)),
    challengerKind: 'probability',
    champion: shares(old),
    championKind: 'probability',
    slices: [],
  };
}

/** Customers of about four rows who share their inclination and each model's error about them. */
export function clustered(random: Random, rows: number, edge: number): BinaryRows {
  const customers = Math.ceil(rows / 4);
  const clusters = Int32Array.from({ length: rows }, () => random.below(customers));
  const perCustomer = () => Float64Array.from({ length: customers }, () => random.normal());
  const [inclination, first, second] = [perCustomer(), perCustomer(), perCustomer()];
  const of = (values: Float64Array, row: number) => values[clusters[row] as number] as number;
  const shares = (errors: Float64Array, error: number) =>
    Float64Array.from({ length: rows }, (_, row) =>
      logistic(of(inclination, row) + error * of(errors, row) + 0.3 * random.normal()),
    );
  return {
    task: 'binary',
    labels: Uint8Array.from({ length: rows }, (_, row) =>
      random.uniform() < logistic(1.5 * of(inclination, row)) ? 1 : 0,
    ),
    challenger: shares(first, own(edge)),
    challengerKind: 'probability',
    champion: shares(second, old),
    championKind: 'probability',
    clusters,
    slices: [],
  };
}

const classes = ['a', 'b', 'c', 'd'];

/** Four classes, the last one rare. */
export function multiclass(random: Random, rows: number, edge: number): MulticlassRows {
  const labels = Uint8Array.from({ length: rows }, () =>
    Math.min(3, Math.floor(3.3 * random.uniform())),
  );
  const sharesOf = (sharpness: number): Float64Array[] => {
    const columns = classes.map((_, of) =>
      Float64Array.from(labels, (label) =>
        Math.exp(random.normal() + (label === of ? sharpness : 0)),
      ),
    );
    return columns.map((column) =>
      column.map((weight, row) => weight / columns.reduce((sum, c) => sum + (c[row] as number), 0)),
    );
  };
  const likeliest = (shares: readonly Float64Array[]) =>
    Float64Array.from(labels, (_, row) => {
      const given = shares.map((column) => column[row] as number);
      return given.indexOf(Math.max(...given));
    });
  const [challengerShares, championShares] = [sharesOf(1.3 + edge), sharesOf(1.3)];
  return {
    task: 'multiclass',
    classes,
    labels,
    challenger: likeliest(challengerShares),
    challengerShares,
    champion: likeliest(championShares),
    championShares,
    slices: [],
  };
}

/** Five labels, from frequent to rare, that a row's taste makes likelier together. */
export function multilabel(random: Random, rows: number, edge: number): MultilabelRows {
  const taste = Float64Array.from({ length: rows }, () => random.normal());
  const truths = [0, 0.4, 0.8, 1.2, 1.6].map((cut) =>
    taste.map((value) => (value + random.normal() > cut ? 1 : 0)),
  );
  const shares = (error: number) =>
    truths.map((truth) =>
      truth.map((value) => logistic(3 * (value - 0.5) + 2 * error * random.normal())),
    );
  const count = (columns: readonly Float64Array[], row: number) =>
    columns.reduce((sum, column) => sum + Math.round(column[row] as number), 0);
  const [challengerShares, championShares] = [shares(own(edge)), shares(old)];
  const counts = (columns: readonly Float64Array[]) => taste.map((_, row) => count(columns, row));
  return {
    task: 'multilabel',
    names: ['a', 'b', 'c', 'd', 'e'],
    labels: Uint8Array.from(counts(truths)),
    truths,
    challenger: counts(challengerShares),
    challengerShares,
    challengerKind: 'probability',
    champion: counts(championShares),
    championShares,
    championKind: 'probability',
    slices: [],
  };
}

/** Values about 10, errors with tails somewhat heavier than normal. */
export function values(random: Random, rows: number, edge: number): RegressionRows {
  const labels = Float64Array.from({ length: rows }, () => 10 + 2 * random.normal());
  const shared = Float64Array.from({ length: rows }, () => 0.5 * random.normal());
  const predicted = (error: number) =>
    labels.map((label, row) => {
      const spread = error * (0.7 + 0.6 * random.uniform());
      return label + (shared[row] as number) + spread * random.normal();
    });
  return {
    task: 'regression',
    labels,
    challenger: predicted(own(edge)),
    champion: predicted(old),
    slices: [],
  };
}

/** Queries of eight items, about half of them relevant to some degree. */
export function ranking(random: Random, rows: number, edge: number): RankingRows {
  const labels = Float64Array.from({ length: rows }, () => Math.max(0, random.below(5) - 2));
  const scores = (error: number) => labels.map((label) => label + error * random.normal());
  return {
    task: 'ranking',
    labels,
    challenger: scores(2 * own(edge)),
    champion: scores(2 * old),
    clusters: Int32Array.from(labels, (_, row) => Math.floor(row / 8)),
    slices: [],
  };
}

/** Cases of their own difficulty, answered by two models several times; an answer passes or fails. */
export function repeatedCases(random: Random, cases: number, repeats: number): CaseRepeats[] {
  return Array.from({ length: cases }, () => {
    const difficulty = random.normal();
    const answers = () => {
      const chance = logistic(0.5 + 1.5 * difficulty + 0.5 * random.normal());
      return Array.from({ length: repeats }, () => (random.uniform() < chance ? 1 : 0));
    };
    return { challenger: answers(), champion: answers() };
  });
}
