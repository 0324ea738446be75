import { Document, isMap, isSeq, visit } from 'yaml';
import type { CheckInput } from '../../../shared/domain/check.ts';

/** How a file begins that this step wrote and may write again. */
export const suiteHead = '# Derived by data-validate from ';

/** A suite file, as a person would write it: what is the default is left out. */
export function suiteText(checks: readonly CheckInput[], rows: number): string {
  const head = [
    `${suiteHead}${rows.toLocaleString('en-US')} rows: what was true of them.`,
    '# Keep what must be true of all data, and remove or widen the rest.',
  ];
  const document = new Document({ checks });
  // Lists of counts and edges are read across, a line each.
  visit(document, {
    Pair(_, pair) {
      if (!isMap(pair.value)) return;
      for (const { value } of pair.value.items) if (isSeq(value)) value.flow = true;
    },
  });
  return `${head.join('\n')}\n${document.toString({ lineWidth: 0 })}`;
}
