import type { TableInput } from '../../../shared/domain/cell.ts';
import { type Digest, shortDigest } from '../../../shared/domain/digest.ts';
import { titles } from '../messages.ts';
import { countBy, type LookedInto, type ManifestRow } from './judge.ts';
import { messages } from './messages.ts';

const shownClasses = 50;

/** How many rows each class has: the balance the model will learn. */
export function classesTable(
  rows: readonly ManifestRow[],
  counted: string = titles.rows,
): TableInput {
  const classes = countBy(rows, ({ label }) => label);
  return {
    id: 'manifest-classes',
    title: messages.classesTable(classes.length),
    folded: classes.length > 10,
    columns: [
      { title: titles.class },
      { title: counted, align: 'right', digits: 0 },
      { title: titles.share, align: 'right' },
    ],
    rows: classes
      .slice(0, shownClasses)
      .map(([name, count]) => [
        { kind: 'code' as const, text: name },
        count,
        { kind: 'share' as const, value: count / rows.length },
      ]),
  };
}

/** The files by format, and what identifies all of them. */
export function filesTable(files: readonly LookedInto[], digest: Digest): TableInput {
  const formats = Map.groupBy(files, ({ content }) => content.format);
  return {
    id: 'manifest-files',
    title: messages.filesTable(files.length),
    note: messages.filesNote(shortDigest(digest)),
    folded: true,
    columns: [
      { title: titles.format },
      { title: titles.files, align: 'right', digits: 0 },
      { title: titles.sizeInAll, align: 'right', unit: 'bytes', digits: 0 },
      { title: titles.smallest, align: 'right', unit: 'bytes', digits: 0 },
      { title: titles.largest, align: 'right', unit: 'bytes', digits: 0 },
      { title: titles.pixels },
    ],
    rows: [...formats].map(([format, of]) => {
      const sizes = of.map(({ size }) => size).sort((a, b) => a - b);
      const total = sizes.reduce((sum, size) => sum + size, 0);
      return [format, of.length, total, sizes[0] ?? 0, sizes.at(-1) ?? 0, pixelsOf(of)];
    }),
  };
}

function pixelsOf(files: readonly LookedInto[]): string {
  const images = files
    .flatMap(({ content: { width = 0, height = 0 } }) => (width > 0 ? [{ width, height }] : []))
    .sort((a, b) => a.width * a.height - b.width * b.height);
  const [smallest, largest] = [images[0], images.at(-1)];
  if (smallest === undefined || largest === undefined) return '';
  const shown = ({ width, height }: typeof smallest): string => `${width} × ${height}`;
  return messages.pixels(shown(smallest), shown(largest));
}
