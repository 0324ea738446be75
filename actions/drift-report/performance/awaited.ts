import type { Sample, Samples } from '../counts.ts';

interface Counted {
  readonly column: { readonly name: string };
  readonly current: Samples;
}

/**
 * Columns without the labels that have not arrived: a label that is waited for is no missing value.
 * Performance says how many there are; here only those that came are compared.
 *
 * @param label undefined where no prediction is named, so that no label is waited for
 * @param share of its labels that a window needs: those that come first are not like the rest
 */
export function withoutAwaited<C extends Counted>(
  columns: readonly C[],
  label: string | undefined,
  share: number,
): C[] {
  return columns.flatMap((counted) => {
    if (counted.column.name !== label) return [counted];
    const { all, windows } = counted.current;
    if (all.present === 0) return [];
    const arrived = [...windows].filter(([, { present, rows }]) => present >= share * rows);
    return [
      {
        ...counted,
        current: {
          all: ofPresent(all),
          windows: new Map(arrived.map(([window, sample]) => [window, ofPresent(sample)])),
        },
      },
    ];
  });
}

function ofPresent(sample: Sample): Sample {
  return { ...sample, rows: sample.present };
}
