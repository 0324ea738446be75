import { type ClassRates, classTable, ratesOf } from '../metrics/multiclass.ts';
import type { GateRows, MulticlassRows, MultilabelRows } from '../rows.ts';

export interface ClassReport {
  readonly name: string;
  /** Held-out rows of the class. */
  readonly rows: number;
  readonly challenger: ClassRates;
  readonly champion?: ClassRates;
}

/** Rows of one class that were given another. */
export interface Confused {
  readonly label: string;
  /** undefined: a class that no label has. */
  readonly answer: string | undefined;
  readonly challenger: number;
  readonly champion?: number;
  /** Rows of the class. */
  readonly rows: number;
}

export interface Classes {
  /** Those whose F1 fell most first; without a champion, the lowest. */
  readonly classes: readonly ClassReport[];
  /** The most frequent first; of several classes only. */
  readonly confused: readonly Confused[];
}

/** People look at the worst few pairs. */
const mostConfused = 10;

/** Every class by itself; undefined for tasks without several classes. */
export function classesOf(rows: GateRows, threshold: number): Classes | undefined {
  if (rows.task === 'multiclass') return ofClasses(rows);
  if (rows.task === 'multilabel') return { classes: ofLabels(rows, threshold), confused: [] };
  return undefined;
}

function ofClasses({ labels, classes, challenger, champion }: MulticlassRows): Classes {
  const own = classTable(labels, challenger, classes.length);
  const old = champion && classTable(labels, champion, classes.length);
  const reports = classes.map((name, of): ClassReport => {
    const rates = { challenger: ratesOf(own, of), ...(old && { champion: ratesOf(old, of) }) };
    return { name, rows: own.actual[of] as number, ...rates };
  });
  const pairs: Confused[] = [];
  for (let label = 0; label < classes.length; label++) {
    for (let answer = 0; answer < own.width; answer++) {
      const cell = label * own.width + answer;
      const count = own.cells[cell] as number;
      const before = old?.cells[cell];
      if (label === answer || count + (before ?? 0) === 0) continue;
      pairs.push({
        label: classes[label] as string,
        answer: classes[answer],
        challenger: count,
        ...(before === undefined ? {} : { champion: before }),
        rows: own.actual[label] as number,
      });
    }
  }
  const confused = pairs
    .toSorted((a, b) => b.challenger - a.challenger || (b.champion ?? 0) - (a.champion ?? 0))
    .slice(0, mostConfused);
  return { classes: worstFirst(reports), confused };
}

function ofLabels(rows: MultilabelRows, threshold: number): ClassReport[] {
  const { names, truths, challengerShares, championShares } = rows;
  const ratesIn = (shares: Float64Array, truth: Float64Array, kind: string | undefined) => {
    const cut = kind === 'probability' ? threshold : 0.5;
    const answers = shares.map((share) => (share >= cut ? 1 : 0));
    return ratesOf(classTable(Uint8Array.from(truth), answers, 2), 1);
  };
  const reports = names.map((name, label): ClassReport => {
    const truth = truths[label] as Float64Array;
    const old = championShares?.[label];
    return {
      name,
      rows: truth.reduce((sum, value) => sum + value, 0),
      challenger: ratesIn(challengerShares[label] as Float64Array, truth, rows.challengerKind),
      ...(old && { champion: ratesIn(old, truth, rows.championKind) }),
    };
  });
  return worstFirst(reports);
}

function worstFirst(reports: readonly ClassReport[]): ClassReport[] {
  const badness = ({ challenger, champion }: ClassReport) => challenger.f1 - (champion?.f1 ?? 0);
  return reports.toSorted((a, b) => badness(a) - badness(b));
}
