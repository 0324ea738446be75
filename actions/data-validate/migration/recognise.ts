import { isDbt, readDbt } from './dbt/read.ts';
import { isDqdl, readDqdl } from './dqdl/read.ts';
import { isFrictionless, readFrictionless } from './frictionless/read.ts';
import { isGreatExpectations, readGreatExpectations } from './great-expectations/read.ts';
import { isPandera, readPandera } from './pandera/read.ts';
import { isSoda, readSoda } from './soda/read.ts';
import type { ForeignSuite } from './translation.ts';

interface Format {
  is(content: unknown): boolean;
  read(content: unknown): ForeignSuite;
}

/** Formats of other tools by what is in the file, whatever its name. The first that fits is it. */
const formats: readonly Format[] = [
  { is: isGreatExpectations, read: readGreatExpectations },
  { is: isPandera, read: readPandera },
  { is: isSoda, read: readSoda },
  { is: isFrictionless, read: readFrictionless },
  { is: isDbt, read: readDbt },
];

/** A suite of another tool; undefined where the content is none that is known. */
export function recognise(content: unknown, text: string): ForeignSuite | undefined {
  if (isDqdl(text)) return readDqdl(text);
  return formats.find(({ is }) => is(content))?.read(content);
}
