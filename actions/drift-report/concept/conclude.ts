import type { Cell, TableInput } from '../../../shared/domain/cell.ts';
import type { Finding, Series } from '../../../shared/domain/record.ts';
import { titles } from '../messages.ts';
import { silentTopic, type Topic } from '../topic.ts';
import { type Change, type Detection, type ErrorStream, isByChance } from './detect.ts';
import { type Moment, messages } from './messages.ts';

/** What the detectors saw. */
export interface Watched {
  readonly stream: ErrorStream;
  /** Whether errors are 0 and 1, so that their mean is a share. */
  readonly isShare: boolean;
  readonly isTimed: boolean;
  readonly detections: readonly Detection[];
  readonly findings: readonly Finding[];
  /** Where a value of the stream stands in the current data. */
  momentOf(index: number): Moment;
}

/** Points of the chart. */
const points = 60;

/** From detections to what people read. A rise is an alert; a fall is good news. */
export function concludeConcept(watched: Watched): Topic {
  const { detections, stream } = watched;
  const findings = [
    ...detections.flatMap((found) => findingsOf(found, watched)),
    ...watched.findings,
  ];
  const alarm = findings.find(({ severity }) => severity === 'warning');
  return {
    ...silentTopic,
    alert: alarm === undefined ? 'none' : 'p1',
    headline: alarm?.message,
    asksRetraining: alarm !== undefined,
    metrics: detections.map(({ choice, changes }) => ({
      name: 'concept-changes',
      slice: choice.detector,
      value: changes.length,
      better: 'lower',
    })),
    findings,
    tables: [tableOf(watched, alarm !== undefined)],
    series: errorSeries(watched),
    inputs: {
      concept: detections.map(({ choice }) => ({ detector: choice.detector, ...choice.options })),
      'concept-labels': stream.errors.length - stream.known,
    },
  };
}

function findingsOf(detection: Detection, watched: Watched): Finding[] {
  const { choice, changes, shuffles } = detection;
  return changes.map((change): Finding => {
    const moments = { seen: watched.momentOf(change.seen), began: watched.momentOf(change.began) };
    const evidence = {
      detector: choice.detector,
      parameters: { ...choice.options },
      time: moments.seen.time ?? null,
      file: moments.seen.place?.file ?? null,
      row: moments.seen.place?.row ?? null,
      ...{ before: change.before, after: change.after },
      ...{ shuffles, falseAlarms: change.falseAlarms },
    };
    if (change.direction === 'rise' && isByChance(change, detection)) {
      const message = messages.doubtful(detection, change);
      return { code: 'concept-drift-doubtful', severity: 'info', message, evidence };
    }
    const message = messages.changed(detection, change, moments, watched.isShare);
    return change.direction === 'rise'
      ? { code: 'concept-drift', severity: 'warning', message, evidence }
      : { code: 'concept-improved', severity: 'info', message, evidence };
  });
}

function tableOf(watched: Watched, isOpen: boolean): TableInput {
  const { stream, isShare, isTimed, detections } = watched;
  const labels = stream.errors.length - stream.known;
  return {
    id: 'concept-drift',
    title: titles.conceptTitle,
    note: messages.note(labels, stream.known, isTimed, !isShare),
    folded: !isOpen,
    columns: [
      { title: titles.detector },
      { title: titles.change },
      { title: titles.errorBefore, align: 'right' },
      { title: titles.errorAfter, align: 'right' },
      { title: titles.falseAlarmsWhenShuffled, align: 'right' },
      { title: titles.verdict },
    ],
    rows: detections.flatMap((detection): Cell[][] =>
      detection.changes.length === 0
        ? [
            [
              messages.names[detection.choice.detector],
              messages.none,
              null,
              null,
              '',
              pass(messages.steady),
            ],
          ]
        : detection.changes.map((change) => changeRow(detection, change, watched)),
    ),
  };
}

function changeRow(detection: Detection, change: Change, watched: Watched): Cell[] {
  const { shuffles } = detection;
  const isChance = isByChance(change, detection);
  const share = (value: number) =>
    watched.isShare ? { kind: 'share' as const, value } : Number(value.toPrecision(4));
  const isRise = change.direction === 'rise';
  return [
    messages.names[detection.choice.detector],
    `${messages.directions[change.direction]}${messages.when(watched.momentOf(change.seen))}`,
    share(change.before),
    share(change.after),
    shuffles === 0 || !isRise ? '' : messages.falseAlarms(change.falseAlarms, shuffles),
    isRise && !isChance
      ? { kind: 'verdict' as const, verdict: 'warn' as const, text: messages.worse }
      : pass(isRise ? messages.byChance : messages.better),
  ];
}

function pass(text: string): Cell {
  return { kind: 'verdict' as const, verdict: 'pass' as const, text };
}

/** The mean error over the stream in equal steps, and where a rise was seen. */
function errorSeries(watched: Watched): Series[] {
  const { errors } = watched.stream;
  const step = Math.max(1, Math.ceil(errors.length / points));
  const starts = Array.from({ length: Math.ceil(errors.length / step) }, (_, i) => i * step);
  if (starts.length < 3) return [];
  const means = starts.map((from) => {
    const part = errors.subarray(from, from + step);
    return part.reduce((sum, error) => sum + error, 0) / part.length;
  });
  const seen = watched.detections
    .flatMap((detection) => detection.changes.filter((change) => !isByChance(change, detection)))
    .filter(({ direction }) => direction === 'rise')
    .map((change) => Math.floor(change.seen / step));
  const marks = means.map((mean, i) => (seen.includes(i) ? mean : null));
  return [
    {
      id: 'errors-over-time',
      title: titles.errorsOverTime,
      kind: 'line',
      x: { title: titles.labelledRows, values: starts },
      y: { title: watched.isShare ? messages.errorRate : messages.error },
      lines: [
        { name: messages.error, values: means },
        ...(seen.length === 0 ? [] : [{ name: messages.changeSeen, values: marks }]),
      ],
    },
  ];
}
