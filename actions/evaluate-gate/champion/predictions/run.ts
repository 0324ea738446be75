import { join, relative, sep } from 'node:path';
import type { Artifact } from '../../../../shared/domain/record.ts';
import { digestFile } from '../../../../shared/files/digest-file.ts';
import { writeAtomically } from '../../../../shared/files/write-atomically.ts';
import type { StepContext } from '../../../../shared/ports/step.ts';
import type { TableReader } from '../../../../shared/ports/table-reader.ts';
import type { definition } from '../../definition.ts';
import type { Layout, NamedColumn } from '../../layout.ts';

type Context = StepContext<typeof definition>;

/** What has more rows is too large to be kept anyway. */
const mostRows = 1_000_000;

/**
 * What a model answered, as a file in the report directory: key and predictions, so that a later run
 * can compare with it where the model is not at hand. Predictions the user gave are files already.
 */
export async function writeAnswers(
  { modelName, reportDir, workingDirectory }: Context,
  tables: TableReader,
  { sides }: Layout,
): Promise<readonly Artifact[]> {
  const [challenger] = sides;
  const { key, prediction, shares = [], relation } = challenger ?? {};
  if (key === undefined || relation === undefined) return [];
  const answers = [...(prediction === undefined ? [] : [prediction]), ...shares.map(columnOf)];
  const names = [key, ...answers].map(({ name }) => name);
  const select = names.map((name) => tables.identifier(name)).join(', ');
  const read = await tables.columns(`SELECT ${select} FROM ${relation} LIMIT ${mostRows + 1}`);
  const columns = names.map((name) => read[name] ?? []);
  const rows = columns[0]?.length ?? 0;
  if (rows > mostRows) return [];
  const lines = Array.from({ length: rows }, (_, row) =>
    columns.map((values) => field(values[row])).join(','),
  );
  const path = join(reportDir, 'predictions', `${fileName(modelName)}.csv`);
  const text = `${[names.map(field).join(','), ...lines].join('\n')}\n`;
  await writeAtomically(path, text);
  const shown = relative(workingDirectory, path).split(sep).join('/');
  return [{ path: shown, size: Buffer.byteLength(text), sha256: await digestFile(path) }];
}

function columnOf({ column }: { readonly column: NamedColumn }): NamedColumn {
  return column;
}

/** Numbers are written so that they are read as the very same. */
function field(value: unknown): string {
  if (value === null || value === undefined || Number.isNaN(value)) return '';
  const text = String(value);
  return /[",\n\r]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A model may be called anything; a file may not. */
function fileName(model: string): string {
  return model.replaceAll(/[^A-Za-z0-9._-]/gu, '_').slice(0, 64) || 'model';
}
