import type { z } from 'zod';
import { driftSchema } from '../../../shared/config/sections/drift.ts';
import type { conceptSchema } from '../../../shared/config/sections/drift-concept.ts';
import type { Finding } from '../../../shared/domain/record.ts';
import type { StepContext } from '../../../shared/ports/step.ts';
import type { ColumnData, Table, TableReader } from '../../../shared/ports/table-reader.ts';
import type { definition } from '../definition.ts';
import type { Roles } from '../performance/queries.ts';
import type { Labelled } from '../performance/roles/run.ts';
import { silentTopic, type Topic } from '../topic.ts';
import { concludeConcept } from './conclude.ts';
import { type Detection, type DetectorChoice, detect, scaledLosses } from './detect.ts';
import { type Moment, messages } from './messages.ts';
import { errorsQuery } from './queries.ts';

type Context = Pick<StepContext<typeof definition>, 'model'>;

/** Rows of each side that a detector is run over, the newest ones: 120 MB. */
const mostRows = 5_000_000;
/** With fewer errors no detector has begun. */
const leastLabels = 50;

interface Part {
  readonly errors: Float64Array;
  /** Seconds since 1970, NaN where there is none. */
  readonly times: Float64Array;
  readonly rows: Float64Array;
}

/** Whether the model's errors changed over time, by its labelled rows. */
export async function conceptTopic(
  { model }: Context,
  tables: TableReader,
  current: Table,
  labelled: Labelled,
): Promise<Topic> {
  const { concept, labels } = model.drift ?? driftSchema.parse({});
  const { subject, threshold, reference } = labelled;
  const isScore = subject.task === 'binary' && subject.kind === 'score';
  if (isScore && labels.threshold === undefined) {
    return { ...silentTopic, findings: [info('concept-not-watched', messages.noDecisions)] };
  }
  const read = async (roles: Roles, time: string | undefined): Promise<Part> => {
    const query = errorsQuery(roles, subject, { threshold, time, most: mostRows }, tables);
    const { e, t, r } = await tables.columns(query);
    return { errors: numbers(e), times: numbers(t), rows: numbers(r) };
  };
  const now = await read(labelled.current, labelled.arrival.time);
  if (now.errors.length < leastLabels) return silentTopic;
  const before = reference === undefined ? undefined : await read(reference, undefined);
  const known = before?.errors.length ?? 0;
  const raw = new Float64Array(known + now.errors.length);
  raw.set(before?.errors ?? []);
  raw.set(now.errors, known);
  const isShare = subject.task !== 'regression';
  const errors = isShare ? raw : scaledLosses(raw, known);
  const chosen = choicesOf(concept.detectors, isShare);
  const detections = chosen.choices.map((choice) => detect(choice, { errors, known }));
  const moments = await momentsOf(detections, current, now, known);
  return concludeConcept({
    stream: { errors, known },
    isShare,
    isTimed: labelled.arrival.time !== undefined,
    detections,
    findings: chosen.findings,
    momentOf: (index) => moments.get(index) ?? { time: undefined, place: undefined },
  });
}

/** A column of nothing but NULL comes as a plain array. */
function numbers(column: ColumnData | undefined): Float64Array {
  if (column instanceof Float64Array) return column;
  return Float64Array.from(column ?? [], (value) => (value === null ? Number.NaN : Number(value)));
}

type Configured = z.infer<typeof conceptSchema>['detectors'][number];

function choicesOf(configured: readonly Configured[], isShare: boolean) {
  const choices = configured.map(choiceOf);
  const fits = ({ detector }: DetectorChoice): boolean => isShare || detector !== 'ddm';
  const left = choices.filter((choice) => !fits(choice));
  return {
    choices: choices.filter(fits),
    findings: left.map(({ detector }) => info('detector-unfit', messages.unfit(detector))),
  };
}

function choiceOf(configured: Configured): DetectorChoice {
  if (typeof configured === 'string') return { detector: configured, options: {} };
  const { detector, ...parameters } = configured;
  const options = Object.fromEntries(
    Object.entries(parameters)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [
        name.replace(/-(\w)/gu, (_, letter: string) => letter.toUpperCase()),
        value,
      ]),
  );
  return { detector, options };
}

/** Time and place of what will be shown, and of nothing else: a place costs a count of the files. */
async function momentsOf(
  detections: readonly Detection[],
  current: Table,
  { times, rows }: Part,
  known: number,
): Promise<Map<number, Moment>> {
  const shown = detections.flatMap(({ changes }) =>
    changes.flatMap(({ seen, began }) => [seen, began]),
  );
  const indices = [...new Set(shown)].filter((index) => index >= known);
  const places = await current.placesOf(indices.map((index) => rows[index - known] ?? 1));
  return new Map(
    indices.map((index, i) => [
      index,
      { time: timeText(times[index - known] ?? Number.NaN), place: places[i] },
    ]),
  );
}

/** A day where the moment is one, else the minute. */
function timeText(seconds: number): string | undefined {
  if (!Number.isFinite(seconds)) return undefined;
  const text = new Date(seconds * 1_000).toISOString();
  return seconds % 86_400 === 0 ? text.slice(0, 10) : `${text.slice(0, 10)} ${text.slice(11, 16)}`;
}

function info(code: string, message: string): Finding {
  return { code, severity: 'info', message };
}
