import { open } from 'node:fs/promises';
import { join } from 'node:path';
import {
  batchRows,
  type FeatureBatch,
  type FeatureColumn,
} from '../../../../shared/domain/prediction.ts';
import type { Predictor } from '../../../../shared/ports/predictor.ts';
import type { ColumnData, Table, TableReader } from '../../../../shared/ports/table-reader.ts';
import type { Answers } from '../../champion/predictions/run.ts';
import { noRows } from '../../input-errors.ts';
import type { NamedColumn } from '../../layout.ts';
import {
  classOrder,
  countNotFinite,
  csvHeader,
  csvRows,
  type KnownClasses,
  predictionColumns,
} from '../answers.ts';
import { answersChanged, answersNotFinite } from '../errors.ts';
import { progressText } from '../messages.ts';

/** A model of one side, with the features it is given. */
export interface AskedSide {
  readonly name: 'challenger' | 'champion';
  readonly predictor: Predictor;
  readonly features: readonly string[];
}

export interface PredictOptions {
  readonly data: Table;
  readonly key: NamedColumn;
  /** The name of the column, or the start of the columns, of predictions. */
  readonly prefix: string;
  readonly classes: KnownClasses;
  /** Where the predictions are kept until they are read. */
  readonly workFolder: string;
  readonly signal: AbortSignal;
  progress(message: string): void;
}

/** In the order of the sides. */
interface Predicted {
  /** Each with the model's files as its own: they are what was judged. */
  readonly tables: Table[];
  /** Some rows as each model was given them. */
  readonly samples: FeatureBatch[];
  /** The tables as files, in `workFolder`. */
  readonly answers: readonly Answers[];
}

/** Rows read at once: some megabytes, however many rows there are. */
const pieceRows = 65_536;
/** Rows asked about before progress is told. */
const strideRows = 8_192;
/** Rows kept to measure with. */
const sampleRows = 4_096;

/**
 * Ask the models about every row of the data, in one pass and bounded memory, and open what they
 * answered as tables of predictions.
 *
 * @throws ActionError (usage): `no-rows`, `prediction-not-finite`, `prediction-shape-changed`,
 *   `class-count-differs`, `classes-unclear`; and whatever the models throw
 */
export async function predictTables(
  tables: TableReader,
  sides: readonly AskedSide[],
  options: PredictOptions,
): Promise<Predicted> {
  const writers = sides.map((side) => new PredictionsWriter(side, options));
  const names = [...new Set(sides.flatMap(({ features }) => features))];
  const samples: FeatureBatch[] = [];
  const rows = await countRows(tables, options.data);
  if (rows === 0) throw noRows('data');
  const started = performance.now();
  try {
    for (let from = 0; from < rows; from += pieceRows) {
      const { keys, columns } = await readPiece(tables, options, names, from);
      const batches = sides.map(({ features }) => batchOf(columns, features, keys.length));
      if (from === 0) samples.push(...batches.map(sampleOf));
      for (let at = 0; at < keys.length; at += strideRows) {
        const to = Math.min(keys.length, at + strideRows);
        for (const [i, writer] of writers.entries()) {
          const batch = batchRows(batches[i] ?? { rows: 0, columns: [] }, at, to);
          await writer.write(keys.slice(at, to), batch);
        }
        const done = from + to;
        const left = ((performance.now() - started) / 1000 / done) * (rows - done);
        options.progress(progressText(sides.map(({ name }) => name).join(', '), done, rows, left));
      }
    }
    const opened: Table[] = [];
    for (const writer of writers) opened.push(await writer.open(tables));
    return {
      tables: opened.map((table, i) => {
        const files = sides[i]?.predictor.files ?? [];
        return { ...table, files: files.map((file) => ({ ...file, name: file.path })) };
      }),
      samples,
      answers: writers.map((writer) => ({ ...writer.written, rows })),
    };
  } finally {
    await Promise.all(writers.map((writer) => writer.close()));
  }
}

async function countRows(tables: TableReader, { relation }: Table): Promise<number> {
  const [counted] = await tables.query(`SELECT count(*) AS rows FROM ${relation}`);
  return Number(counted?.rows);
}

interface Piece {
  readonly keys: readonly unknown[];
  readonly columns: ReadonlyMap<string, FeatureColumn>;
}

/** The order of rows is that of the files: the reader keeps it. */
async function readPiece(
  tables: TableReader,
  { data, key }: PredictOptions,
  names: readonly string[],
  from: number,
): Promise<Piece> {
  const selected = names.map((name, i) => `${tables.identifier(name)} AS f${i}`);
  const keyText = `CAST(${tables.identifier(key.name)} AS VARCHAR) AS k`;
  const list = [keyText, ...selected].join(', ');
  const read = await tables.columns(
    `SELECT ${list} FROM ${data.relation} LIMIT ${pieceRows} OFFSET ${from}`,
  );
  const columns = names.map((name, i) => {
    const type = data.columns.find((column) => column.name === name)?.type ?? 'string';
    return [name, featureColumn(name, type, read[`f${i}`] ?? [])] as const;
  });
  return { keys: Array.from<unknown>(read.k ?? []), columns: new Map(columns) };
}

/** A column of the data as a model is given it. */
export function featureColumn(name: string, type: string, data: ColumnData): FeatureColumn {
  if (data instanceof Float64Array) return { name, kind: 'number', values: data };
  if (['integer', 'number', 'boolean'].includes(type)) {
    const values = Float64Array.from(data, (value) =>
      value === null ? Number.NaN : Number(value),
    );
    return { name, kind: 'number', values };
  }
  return { name, kind: 'text', values: data.map((value) => (value === null ? null : `${value}`)) };
}

function batchOf(
  columns: ReadonlyMap<string, FeatureColumn>,
  features: readonly string[],
  rows: number,
): FeatureBatch {
  return { rows, columns: features.flatMap((name) => columns.get(name) ?? []) };
}

/** Copied, so that the whole piece need not be kept. */
function sampleOf(batch: FeatureBatch): FeatureBatch {
  const { rows, columns } = batchRows(batch, 0, Math.min(batch.rows, sampleRows));
  const copied = columns.map((column) =>
    column.kind === 'number' ? { ...column, values: column.values.slice() } : column,
  );
  return { rows, columns: copied };
}

/** Writes one side's answers as they come. */
class PredictionsWriter {
  readonly #side: AskedSide;
  readonly #options: PredictOptions;
  readonly #path: string;
  #file: ReturnType<typeof open> | undefined;
  #width: number | undefined;
  #notFinite = 0;
  #size = 0;

  constructor(side: AskedSide, options: PredictOptions) {
    this.#side = side;
    this.#options = options;
    this.#path = join(options.workFolder, `${side.name}.csv`);
  }

  async write(keys: readonly unknown[], batch: FeatureBatch): Promise<void> {
    const { name, predictor } = this.#side;
    const answers = await predictor.predict(batch, this.#options.signal);
    if (this.#width === undefined) {
      const { prefix, classes, key } = this.#options;
      const ordered = predictor.classes ?? classes.ordered;
      const order =
        answers.width < 2
          ? []
          : classOrder(predictor.source, answers, { labels: classes.labels, ordered });
      await this.#append(csvHeader([key.name, ...predictionColumns(prefix, order)]));
      this.#width = answers.width;
    }
    if (answers.width !== this.#width) throw answersChanged(name, predictor.source);
    this.#notFinite += countNotFinite(answers);
    await this.#append(csvRows(keys, answers));
  }

  async #append(text: string): Promise<void> {
    this.#file ??= open(this.#path, 'w');
    const { bytesWritten } = await (await this.#file).write(text);
    this.#size += bytesWritten;
  }

  get written(): { readonly path: string; readonly size: number } {
    return { path: this.#path, size: this.#size };
  }

  async open(tables: TableReader): Promise<Table> {
    const { name, predictor } = this.#side;
    await this.close();
    if (this.#notFinite > 0) throw answersNotFinite(name, predictor.source, this.#notFinite);
    const { key, workFolder } = this.#options;
    const declared = this.#options.data.columns.find((column) => column.name === key.name);
    // Or 007 would come back as 7. What has no type of ours is read as it is found.
    const isTyped = declared !== undefined && declared.type !== 'other';
    const types = isTyped ? { types: { [key.name]: declared.type } } : {};
    return tables.open(workFolder, [this.#path], types);
  }

  async close(): Promise<void> {
    const file = this.#file;
    this.#file = undefined;
    if (file !== undefined) await (await file).close();
  }
}
