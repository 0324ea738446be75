import type { Digest } from '../domain/digest.ts';
import type { Answer, LabelledAnswer } from '../domain/rollout.ts';
import { ActionError, usageError } from '../kernel/action-error.ts';
import type { NamedTensor, TensorSpec } from '../ports/model-entry.ts';
import type { OpenReplay, Replay, ReplayOptions, ReplayTally } from '../ports/replay.ts';
import type { Row, Table } from '../ports/table-reader.ts';
import { replays } from './messages.ts';
import { outputsOf } from './predictors/oip.ts';
import { readOutputs } from './predictors/tensors.ts';

/** Rows to read: they are sent again from the start when all have been sent. */
const rowLimit = 5_000;
/** Requests under way at once: a model that hangs must not pile up the others. */
const widest = 64;

/** Read rows and make each a request for the model's inputs. */
export const openReplay: OpenReplay = async (options) => {
  const { tables, root, data, traffic, model, label } = options;
  const table = await tables.open(root, data);
  const specs = await traffic.inputsOf(model);
  const inputs = matchColumns(specs, table, options);
  const isLabelled = label !== undefined && table.columns.some(({ name }) => name === label);
  const named = [...inputs.flatMap((input) => input.columns), ...(isLabelled ? [label] : [])];
  const columns = [...new Set(named)];
  const selected = columns.map((name) => tables.identifier(name)).join(', ');
  const rows = await tables.query(`SELECT ${selected} FROM ${table.relation} LIMIT ${rowLimit}`);
  const requests = rows.flatMap((row): RowRequest[] => {
    const made = toRequest(row, inputs);
    return made === undefined
      ? []
      : [{ inputs: made, label: isLabelled ? toLabel(row[label]) : undefined }];
  });
  if (requests.length === 0) {
    const message = replays.noRequests(rows.length, data);
    throw usageError('replay-empty', message, replays.checkColumns);
  }
  return new SteadyReplay(options, requests, rows.length, isLabelled);
};

/** A row as it is sent, and the truth about it where that is known. */
interface RowRequest {
  readonly inputs: readonly NamedTensor[];
  readonly label: LabelledAnswer['label'] | undefined;
}

function toLabel(value: unknown): LabelledAnswer['label'] | undefined {
  if (typeof value === 'bigint') return Number(value);
  const isValue =
    typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  return isValue ? value : undefined;
}

interface MatchedInput {
  readonly spec: TensorSpec;
  readonly columns: readonly string[];
}

function matchColumns(
  specs: readonly TensorSpec[],
  table: Table,
  { columns, data }: ReplayOptions,
): MatchedInput[] {
  const [only] = specs;
  const matched =
    columns !== undefined && specs.length === 1 && only !== undefined
      ? [{ spec: only, columns }]
      : specs.map((spec) => ({ spec, columns: [spec.name] }));
  const known = new Set(table.columns.map(({ name }) => name));
  const missing = matched.flatMap((input) => input.columns).find((name) => !known.has(name));
  if (missing === undefined) return matched;
  throw usageError(
    'replay-column-missing',
    replays.columnMissing(missing, data),
    replays.nameColumns([...known].slice(0, 20)),
  );
}

/** A batch of one row. undefined: a value is missing or of another type. */
function toRequest(row: Row, inputs: readonly MatchedInput[]): readonly NamedTensor[] | undefined {
  const tensors: NamedTensor[] = [];
  for (const { spec, columns } of inputs) {
    const data: (string | number | boolean)[] = [];
    for (const column of columns) {
      const value = toElement(row[column], spec.datatype);
      if (value === undefined) return undefined;
      data.push(value);
    }
    const { name, datatype } = spec;
    const shape = spec.shape.length === 1 ? [data.length] : [1, data.length];
    tensors.push({ name, datatype, shape, data });
  }
  return tensors;
}

function toElement(
  value: unknown,
  datatype: NamedTensor['datatype'],
): string | number | boolean | undefined {
  if (value === null || value === undefined) return undefined;
  if (datatype === 'BYTES') return String(value);
  if (datatype === 'BOOL') return typeof value === 'boolean' ? value : undefined;
  if (typeof value !== 'number' && typeof value !== 'bigint' && typeof value !== 'boolean') {
    return undefined;
  }
  const number = Number(value);
  const isWhole = datatype === 'INT32' || datatype === 'INT64';
  return Number.isFinite(number) && (!isWhole || Number.isInteger(number)) ? number : undefined;
}

class SteadyReplay implements Replay {
  readonly read: number;
  readonly skipped: number;
  readonly isLabelled: boolean;
  readonly #options: ReplayOptions;
  readonly #requests: readonly RowRequest[];
  readonly #answered = new Map<Digest, number>();
  /** By model and row. */
  readonly #labelled = new Map<Digest, Map<number, LabelledAnswer>>();
  readonly #underWay = new Set<Promise<void>>();
  #timer: NodeJS.Timeout | undefined;
  #sent = 0;
  #failed = 0;

  constructor(
    options: ReplayOptions,
    requests: readonly RowRequest[],
    read: number,
    isLabelled: boolean,
  ) {
    this.#options = options;
    this.#requests = requests;
    this.isLabelled = isLabelled;
    this.read = read;
    this.skipped = read - requests.length;
  }

  probe(model: Digest): Promise<Answer> {
    return this.#options.traffic.infer(this.#request(0).inputs, model);
  }

  answersOf(model: Digest): readonly LabelledAnswer[] {
    return [...(this.#labelled.get(model)?.values() ?? [])];
  }

  start(): void {
    const { rate } = this.#options;
    const began = performance.now();
    const before = this.#sent;
    this.#timer = setInterval(() => {
      const due = before + Math.floor(((performance.now() - began) / 1000) * rate);
      while (this.#sent < due && this.#underWay.size < widest) this.#send();
    }, 5);
  }

  async stop(): Promise<ReplayTally> {
    clearInterval(this.#timer);
    await Promise.all(this.#underWay);
    return { sent: this.#sent, failed: this.#failed, answered: this.#answered };
  }

  #send(): void {
    const row = this.#sent++ % this.#requests.length;
    const sending = this.#options.traffic.infer(this.#request(row).inputs).then(
      (answer) => {
        const { status, model } = answer;
        if (status >= 500) this.#failed++;
        if (model === undefined) return;
        this.#answered.set(model, (this.#answered.get(model) ?? 0) + 1);
        this.#keep(row, model, answer);
      },
      () => {
        this.#failed++;
      },
    );
    const tracked: Promise<void> = sending.finally(() => this.#underWay.delete(tracked));
    this.#underWay.add(tracked);
  }

  /** Keep an answer beside its label, the first of a model to a row. */
  #keep(row: number, model: Digest, { outputs }: Answer): void {
    const { label } = this.#request(row);
    if (label === undefined || outputs === undefined) return;
    const kept = this.#labelled.get(model) ?? new Map<number, LabelledAnswer>();
    this.#labelled.set(model, kept);
    if (kept.has(row)) return;
    const prediction = predictionOf(model, outputs, this.#options.output);
    if (prediction !== undefined) kept.set(row, { label, prediction });
  }

  #request(row: number): RowRequest {
    return this.#requests[row] ?? { inputs: [], label: undefined };
  }
}

/** undefined where the prediction cannot be told from the outputs: traffic goes on all the same. */
function predictionOf(
  model: Digest,
  outputs: NonNullable<Answer['outputs']>,
  wanted: string | undefined,
): LabelledAnswer['prediction'] | undefined {
  try {
    return readOutputs(model, outputsOf(outputs), 1, wanted);
  } catch (error) {
    if (error instanceof ActionError) return undefined;
    throw error;
  }
}
