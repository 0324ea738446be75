import type { Cell, TableInput } from '../../shared/domain/cell.ts';
import type { MetricName } from '../../shared/domain/metric.ts';
import type { Finding } from '../../shared/domain/record.ts';
import type { Verdict } from '../../shared/domain/verdict.ts';
import { columnTitles as titles } from './column-titles.ts';
import type { Decision } from './decide.ts';
import {
  findings as findingTexts,
  intervalTitle,
  judgementText,
  sliceName,
  tables as texts,
  words,
} from './messages.ts';
import { intervalCell } from './present-cells.ts';
import type { FoundSegments } from './segments/find.ts';
import { type SlicedBy, slicedBy } from './sliced-by.ts';
import type { JudgedSlice, SliceReport } from './slices.ts';

type Sliced = Pick<
  Decision,
  'slices' | 'found' | 'foundMetric' | 'notSearched' | 'hasChampion' | 'reversals' | 'level'
>;

type Compared = Pick<Decision, 'hasChampion' | 'level'>;

/** The slices that were given, then what a search found. */
export function sliceTables(sliced: Sliced): TableInput[] {
  const { slices, found, foundMetric } = sliced;
  return [
    ...(slices === undefined
      ? []
      : [sliceTable(slicedBy(slices.metric), { ...slices, least: slices.minRows }, sliced)]),
    ...(found === undefined || foundMetric === undefined
      ? []
      : foundTables(found, foundMetric, sliced)),
  ];
}

export function sliceVerdict(outcome: NonNullable<JudgedSlice['outcome']>): Verdict {
  if (outcome === 'worse') return 'fail';
  return outcome === 'inconclusive' ? 'inconclusive' : 'pass';
}

function worseOf(judged: readonly JudgedSlice[]): JudgedSlice[] {
  return judged.filter(({ outcome }) => outcome === 'worse');
}

type Judged = Pick<SliceReport, 'judged' | 'tooSmall'> & { readonly least: number };

export function sliceTable(by: SlicedBy, report: Judged, compared: Compared): TableInput {
  const { judged } = report;
  const { hasChampion, level } = compared;
  return {
    id: 'slices',
    title: texts.slices(judged.length, worseOf(judged).length, hasChampion),
    note: texts.slicesNote(by, report, hasChampion),
    folded: true,
    columns: sliceColumns('slice', by, hasChampion ? level : undefined),
    rows: sliceRows(judged, by, hasChampion, sliceVerdict),
  };
}

function sliceColumns(
  first: 'slice' | 'segment',
  { title, unit }: SlicedBy,
  /** Of the intervals; undefined: there are none, as there is no champion. */
  level: number | undefined,
): TableInput['columns'] {
  return [
    { title: titles[first] },
    { title: titles[unit], align: 'right', digits: 0 },
    { title, align: 'right' },
    ...(level !== undefined
      ? ([
          { title: titles.change, align: 'right', signed: true },
          { title: intervalTitle(level), align: 'center' },
          { title: titles.verdict },
        ] as const)
      : []),
  ];
}

function sliceRows(
  judged: readonly JudgedSlice[],
  { better }: SlicedBy,
  hasChampion: boolean,
  verdictOf: typeof sliceVerdict,
): Cell[][] {
  return judged.map((slice): Cell[] => {
    const { challenger, difference } = slice.comparison;
    const { outcome, limit } = slice;
    const verdict: Cell =
      outcome === undefined
        ? words.notJudged
        : {
            kind: 'verdict',
            verdict: verdictOf(outcome),
            text: judgementText({ kind: 'regression', outcome, limit: limit ?? 0 }),
          };
    const start: Cell[] = [sliceName(slice), slice.rows, challenger.estimate];
    return hasChampion
      ? [...start, difference?.estimate ?? null, intervalCell(difference, better, limit), verdict]
      : start;
  });
}

function foundTables(
  { regressed, weak, loss, judgedRows, features }: FoundSegments,
  metric: MetricName,
  { hasChampion, level }: Compared,
): TableInput[] {
  const found: TableInput = {
    id: 'found-segments',
    title: texts.found(regressed.length, worseOf(regressed).length),
    note: texts.foundNote(judgedRows, features),
    folded: true,
    columns: sliceColumns('segment', slicedBy(metric), level),
    rows: sliceRows(regressed, slicedBy(metric), true, (outcome) =>
      outcome === 'worse' ? 'warn' : sliceVerdict(outcome),
    ),
  };
  return [...(hasChampion ? [found] : []), weakTable(weak, loss, judgedRows)];
}

function weakTable(weak: FoundSegments['weak'], loss: string, judgedRows: number): TableInput {
  return {
    id: 'weak-segments',
    title: texts.weak(weak.length),
    note: texts.weakNote(loss, judgedRows),
    folded: true,
    columns: [
      { title: titles.segment },
      { title: titles.rows, align: 'right', digits: 0 },
      { title: texts.inside(loss), align: 'right' },
      { title: titles.outside, align: 'right' },
      { title: titles.difference, align: 'center' },
    ],
    rows: weak.map(({ name, rows, inside, outside, difference }): Cell[] => [
      name,
      rows,
      inside,
      outside,
      intervalCell(difference, 'lower'),
    ]),
  };
}

const notSearched = (): Finding => ({
  code: 'segments-not-searched',
  severity: 'warning',
  message: findingTexts.notSearched,
});

/** More findings of one kind hide the others; all slices are in the table. */
const mostNamed = 3;

function otherSlices(others: readonly JudgedSlice[]): Finding[] {
  if (others.length === 0) return [];
  const message = findingTexts.otherWorseSlices(others.map(sliceName));
  return [{ code: 'slice-worse', severity: 'error', message }];
}

/** A finding for each of the worst slices, and one for the others together. */
export function worseSliceFindings(judged: readonly JudgedSlice[], by: SlicedBy): Finding[] {
  const given = worseOf(judged);
  return [
    ...given.slice(0, mostNamed).map((slice): Finding => {
      const message = findingTexts.worseSlice(slice, by);
      return { code: 'slice-worse', severity: 'error', message, column: slice.column };
    }),
    ...otherSlices(given.slice(mostNamed)),
  ];
}

export function sliceFindings(sliced: Sliced): Finding[] {
  const { slices, found, foundMetric, reversals } = sliced;
  const searched = foundMetric === undefined ? [] : worseOf(found?.regressed ?? []);
  return [
    ...(slices === undefined ? [] : worseSliceFindings(slices.judged, slicedBy(slices.metric))),
    ...searched.map((slice): Finding => {
      const message = findingTexts.foundWorse(slice, foundMetric ?? 'accuracy');
      return { code: 'found-segment-worse', severity: 'warning', message };
    }),
    ...(sliced.notSearched === true ? [notSearched()] : []),
    ...reversals.map((reversal): Finding => {
      const message = findingTexts.reversal(reversal, slices?.metric ?? 'accuracy');
      return { code: 'simpson-reversal', severity: 'warning', message, column: reversal.column };
    }),
  ];
}
