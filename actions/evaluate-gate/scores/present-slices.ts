import type { TableInput } from '../../../shared/domain/cell.ts';
import type { Finding, Metric } from '../../../shared/domain/record.ts';
import { sliceName, summaries } from '../messages.ts';
import { sliceTable, sliceVerdict, worseSliceFindings } from '../present-slices.ts';
import type { SlicedBy } from '../sliced-by.ts';
import type { ScoresDecision } from './decide.ts';
import { measureTitle, findings as texts } from './messages.ts';
import type { SliceReport } from './slices.ts';

type Sliced = Pick<ScoresDecision, 'slices' | 'slicesProblem' | 'hasChampion' | 'level' | 'known'>;

function slicedBy({ measure }: SliceReport): SlicedBy {
  return { title: measureTitle(measure), better: measure.better, unit: 'cases' };
}

/** The sentence about slices, where the verdict rests on them. */
export function slicesSummary({ slices, slicesProblem, known }: Sliced): string | undefined {
  if (slicesProblem !== undefined) return texts.metricMissing(slicesProblem, known);
  if (slices === undefined) return undefined;
  const [missing] = slices.missing;
  if (missing !== undefined) return texts.sliceMissing(missing, slices.known);
  const worse = slices.judged.filter(({ outcome }) => outcome === 'worse');
  const [worst] = worse;
  if (worst === undefined) return undefined;
  return summaries.worseSlice(worst, slicedBy(slices), worse.length - 1);
}

export function sliceTables({ slices, hasChampion, level }: Sliced): TableInput[] {
  if (slices === undefined || slices.judged.length + slices.tooSmall === 0) return [];
  const report = { ...slices, least: slices.minCases };
  return [sliceTable(slicedBy(slices), report, { hasChampion, level })];
}

export function sliceFindings({ slices, slicesProblem, known }: Sliced): Finding[] {
  if (slicesProblem !== undefined) {
    const message = texts.metricMissing(slicesProblem, known);
    return [{ code: 'slices-not-judged', severity: 'error', message }];
  }
  if (slices === undefined) return [];
  const missing = slices.missing.map((column): Finding => {
    const message = texts.sliceMissing(column, slices.known);
    return { code: 'slice-not-found', severity: 'error', message, column };
  });
  return [...missing, ...worseSliceFindings(slices.judged, slicedBy(slices))];
}

export function sliceMetrics({ slices, level }: Sliced): Metric[] {
  if (slices === undefined) return [];
  const { name, better } = slices.measure;
  return slices.judged.map((slice): Metric => {
    const { challenger, champion, difference } = slice.comparison;
    const { low, high } = difference ?? challenger;
    const versus =
      champion === undefined || difference === undefined
        ? {}
        : { baseline: champion, delta: difference.estimate };
    const verdict = slice.outcome === undefined ? {} : { verdict: sliceVerdict(slice.outcome) };
    const value = challenger.estimate;
    return {
      name,
      slice: sliceName(slice),
      value,
      ...versus,
      low,
      high,
      level,
      better,
      ...verdict,
    };
  });
}
