import type { Sample } from './counts.ts';
import type { CountedColumn } from './decide.ts';
import { messages } from './messages.ts';

/** With more values than this, one of them may name a person. */
const mostShownCategories = 50;

/** The move in the column's own terms: means of numbers, the share that changed most of a list. */
export function movedBy(
  { column, reference, names, distinct }: CountedColumn,
  current: Sample,
): string {
  if (column.kind === 'number') {
    const [before, after] = [reference.mean, current.mean];
    if (before === null || after === null) return '';
    return `mean ${short(before)} → ${short(after)}`;
  }
  if (column.kind !== 'category' || distinct > mostShownCategories) return '';
  const share = (cells: readonly number[], present: number, i: number): number =>
    present === 0 ? 0 : (cells[i] ?? 0) / present;
  let most = 0;
  let text = '';
  names.forEach((name, i) => {
    const before = share(reference.cells, reference.present, i);
    const after = share(current.cells, current.present, i);
    if (name === '' || Math.abs(after - before) <= most) return;
    most = Math.abs(after - before);
    text = `${name} ${messages.percent(before)} → ${messages.percent(after)}`;
  });
  return text;
}

function short(value: number): string {
  return value.toLocaleString('en-US', { maximumSignificantDigits: 4 });
}
