import type { Series } from '../../../shared/domain/record.ts';
import { barsOf, type Sample } from '../counts.ts';
import type { JudgedColumn } from '../decide.ts';
import { titles } from '../messages.ts';
import { worstFirst } from '../report.ts';
import { observabilityMessages } from './messages.ts';

/** Categories with a bar of their own; names of more may name people. */
const mostBars = 12;
const mostNamed = 50;

/** How each column was and is distributed, in shares of its rows: a page of the report a column. */
export function histograms(columns: readonly JudgedColumn[]): Series[] {
  return worstFirst(columns).map((column, i): Series => {
    const { labels, bars } = barsFor(column);
    const { name } = column.column;
    return {
      id: `column-${i + 1}`,
      title: observabilityMessages.histogram(name),
      column: name,
      kind: 'bar',
      x: { title: name, values: labels },
      y: { title: observabilityMessages.share },
      lines: [
        { name: titles.reference, values: bars(column.reference) },
        { name: titles.current, values: bars(column.current.all) },
      ],
    };
  });
}

interface Bars {
  readonly labels: string[];
  bars(sample: Sample): number[];
}

function barsFor(judged: JudgedColumn): Bars {
  const { line, column, distinct, names } = judged;
  const missing = (sample: Sample): number => sample.rows - sample.present;
  const shares = (counts: readonly number[], { rows }: Sample): number[] =>
    counts.map((n) => (rows === 0 ? 0 : n / rows));
  const { missingLabel, present, others, fresh, upTo, above } = observabilityMessages;
  if (line !== undefined) {
    const edges = line.barEdges.map((edge) => upTo(edgeText(edge, column.kind)));
    const last = line.barEdges.at(-1);
    const labels = [...edges, last === undefined ? present : above(edgeText(last, column.kind))];
    return {
      labels: [...labels, missingLabel],
      bars: (sample) => shares([...barsOf(sample.cells, line), missing(sample)], sample),
    };
  }
  if (column.kind === 'other') {
    return {
      labels: [present, missingLabel],
      bars: (sample) => shares([sample.present, missing(sample)], sample),
    };
  }
  const shown = Math.min(mostBars, distinct);
  const nameOf = (i: number): string => (distinct <= mostNamed && names[i]) || `${i + 1}.`;
  return {
    labels: [...Array.from({ length: shown }, (_, i) => nameOf(i)), others, fresh, missingLabel],
    bars: (sample) => {
      const own = Array.from({ length: shown }, (_, i) => sample.cells[i] ?? 0);
      const rest = sample.present - sample.fresh - own.reduce((sum, n) => sum + n, 0);
      return shares([...own, rest, sample.fresh, missing(sample)], sample);
    },
  };
}

function edgeText(edge: number, kind: JudgedColumn['column']['kind']): string {
  if (kind !== 'time') return String(Number(edge.toPrecision(4)));
  return new Date(edge * 1000).toISOString().slice(0, 10);
}
