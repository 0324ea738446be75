import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { definition } from '../../../actions/data-validate/definition.ts';
import { run } from '../../../actions/data-validate/run.ts';
import { duckdbTableReader } from '../../../shared/adapters/duckdb.ts';
import { memoryHost } from '../../../shared/hosts/memory.ts';
import { start } from '../../../shared/hosts/start.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const rows = 60_000;

/** Lines of one length, so that their number can be told from the size of the file. */
function csv(): string {
  const line = (i: number): string =>
    `${String(i).padStart(7, '0')},2024-01-31,${'some text '.repeat(5)},0.25\n`;
  return `id,day,note,share\n${Array.from({ length: rows }, (_, i) => line(i)).join('')}`;
}

test.each([
  ['a.csv', csv()],
  ['a.csv.gz', gzipSync(csv())],
])(
  'a long read of %s tells how many rows it has come through and how long it will take',
  async (name, content) => {
    const root = temporaryFolder('mlops-progress');
    writeFileSync(join(root, name), content);
    const lines: string[] = [];
    const host = {
      ...memoryHost({ inputs: { 'working-directory': root, data: name } }),
      progress: (line: string) => void lines.push(line),
    };
    const tables = () => duckdbTableReader({ threads: 2, progressEveryMs: 1 });
    const code = await start(
      { definition, run: (context) => run(context, { tables: tables() }) },
      host,
    );
    expect(code).toBe(0);
    expect(lines[0]).toBe(`Reading ${name}`);
    const told = lines.flatMap((line) => {
      const found = /^Reading the data: (\d+) %, about ([\d,]+) rows, \d+ s left$/u.exec(line);
      return found === null ? [] : [{ share: Number(found[1]), rows: found[2] }];
    });
    expect(told.length).toBeGreaterThan(0);
    for (const { share, rows: text = '' } of told) {
      const seen = Number(text.replaceAll(',', ''));
      // Of the share before it was rounded down.
      expect(seen).toBeGreaterThanOrEqual((share / 100) * rows * 0.99);
      expect(seen).toBeLessThanOrEqual(((share + 1) / 100) * rows * 1.01);
    }
  },
  60_000,
);
