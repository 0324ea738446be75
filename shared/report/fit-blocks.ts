/** Something that is shown whole or not at all. */
export interface TextBlock {
  kind: 'text';
  text: string;
  /** Left out before any row of a table is. */
  optional?: boolean;
}

/** Lines of which the last ones may be left out: a table or a list, most important first. */
export interface RowsBlock {
  kind: 'rows';
  /** Everything before the first row: fold, title, note, head. */
  before: string;
  rows: readonly string[];
  /** How many rows there are in all; `rows` may hold fewer. */
  total: number;
  /** What stands after the rows when `omitted` of them are left out. Starts with a line break. */
  after(omitted: number): string;
}

export type Block = TextBlock | RowsBlock;

/** Length of text in the unit a limit counts in: characters, or bytes of UTF-8. */
export type Measure = (text: string) => number;

interface Fitted {
  block: Block;
  shown: number;
  /** Length of the shown rows, kept up to date so that fitting is linear in the number of rows. */
  size: number;
}

const separator = '\n\n';

/**
 * Join blocks to Markdown of at most `budget`: first optional blocks go, then, row by row, the last
 * row of whichever block is largest, then whole blocks from the end. Markup is never cut. The
 * first block always stays.
 *
 * @param restNote - what to say when whole blocks were left out.
 */
export function fitBlocks(
  blocks: readonly Block[],
  budget: number,
  measure: Measure,
  restNote: (omittedBlocks: number) => string,
): string {
  let fitted = blocks.map((block): Fitted => start(block, measure));
  const length = (): number =>
    fitted.reduce((sum, item) => sum + sizeOf(item, measure) + separator.length, 0);
  if (length() > budget) fitted = fitted.filter(({ block }) => !isOptional(block));
  dropRows(fitted, length() - budget, measure);
  let omitted = 0;
  const note = (): string => (omitted === 0 ? '' : restNote(omitted));
  while (fitted.length > 1 && length() + measure(note()) > budget) {
    fitted.pop();
    omitted += 1;
  }
  const texts = fitted.map(render);
  return [...texts, note()].filter((text) => text !== '').join(separator);
}

const isOptional = (block: Block): boolean => block.kind === 'text' && block.optional === true;

function start(block: Block, measure: Measure): Fitted {
  if (block.kind === 'text') return { block, shown: 0, size: 0 };
  const size = block.rows.reduce((sum, row) => sum + measure(row) + 1, 0);
  return { block, shown: block.rows.length, size };
}

function render({ block, shown }: Fitted): string {
  if (block.kind === 'text') return block.text;
  const { before, rows, total, after } = block;
  return [before, ...rows.slice(0, shown)].join('\n') + after(total - shown);
}

function sizeOf({ block, shown, size }: Fitted, measure: Measure): number {
  if (block.kind === 'text') return measure(block.text);
  return measure(block.before) + size + measure(block.after(block.total - shown));
}

/** Drop last rows, each time of the block whose rows take most room, until `excess` is gone. */
function dropRows(fitted: readonly Fitted[], excess: number, measure: Measure): void {
  const open = fitted.filter((item) => item.block.kind === 'rows');
  let left = excess;
  while (left > 0) {
    const largest = open.reduce<Fitted | undefined>(
      (most, item) => (item.shown > 1 && item.size > (most?.size ?? 0) ? item : most),
      undefined,
    );
    if (largest === undefined || largest.block.kind !== 'rows') return;
    const before = sizeOf(largest, measure);
    const last = largest.block.rows[largest.shown - 1] ?? '';
    largest.shown -= 1;
    largest.size -= measure(last) + 1;
    left -= before - sizeOf(largest, measure);
  }
}
