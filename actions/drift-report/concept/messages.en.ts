import type { RowPlace } from '../../../shared/domain/column.ts';
import { count, messages as shared } from '../messages.en.ts';
import type { Change, Detection, DetectorChoice } from './detect.ts';

const { percent, figure, plural } = shared;

const names: Readonly<Record<DetectorChoice['detector'], string>> = {
  adwin: 'ADWIN',
  'page-hinkley': 'Page-Hinkley',
  ddm: 'DDM',
  'hddm-a': 'HDDM-A',
  'hddm-w': 'HDDM-W',
};

/** Where in the current data something stands: a time where there is one, and a row of a file. */
export interface Moment {
  readonly time: string | undefined;
  readonly place: RowPlace | undefined;
}

function when({ time, place }: Moment): string {
  const row = place === undefined ? '' : `row ${count(place.row)} of ${place.file}`;
  if (time === undefined) return row === '' ? '' : ` at ${row}`;
  return ` at ${time}${row === '' ? '' : ` (${row})`}`;
}

function level(value: number, isShare: boolean): string {
  return isShare ? percent(value) : figure(value);
}

function controlWords({ falseAlarms }: Change, { shuffles }: Detection): string {
  if (shuffles === 0) return 'The stream is too long to check against its own shuffles.';
  const times = falseAlarms === 0 ? 'never' : `in ${falseAlarms}`;
  return `In ${shuffles} random orders of the same errors it saw as large a rise ${times}.`;
}

/** Every sentence on concept drift a person can read. */
export const messages = {
  names,
  none: 'none',
  steady: 'steady',
  worse: 'worse',
  better: 'better',
  byChance: 'as strong by chance',
  directions: { rise: 'rise', fall: 'fall' },
  falseAlarms: (alarms: number, shuffles: number): string => `${alarms} of ${shuffles}`,
  error: 'error',
  errorRate: 'error rate',
  changeSeen: 'change seen',
  when,
  changed: (
    detection: Detection,
    change: Change,
    moments: { readonly seen: Moment; readonly began: Moment },
    isShare: boolean,
  ): string => {
    const what = isShare ? 'error rate' : 'error';
    const verb = change.direction === 'rise' ? 'rise' : 'fall';
    const from = `${level(change.before, isShare)} to ${level(change.after, isShare)}`;
    const began = when(moments.began);
    const since = began === '' ? '' : `, beginning about${began.replace(/^ at/u, '')}`;
    return `${names[detection.choice.detector]} saw the ${what} ${verb} from ${from}${when(moments.seen)}${since}.${change.direction === 'rise' ? ` ${controlWords(change, detection)}` : ''}`;
  },
  doubtful: ({ choice, shuffles }: Detection, { falseAlarms }: Change): string =>
    `${names[choice.detector]} fired, but as strongly in ${falseAlarms} of ${shuffles} random orders of the same errors: no evidence of a change.`,
  unfit: (detector: DetectorChoice['detector']): string =>
    `${names[detector]} needs errors of 0 and 1, which a number has not; it was left out.`,
  noDecisions:
    'Concept drift is not watched: the prediction is a score, which decides nothing without drift.labels.threshold.',
  note: (labels: number, known: number, isTimed: boolean, scaled: boolean): string =>
    [
      `Detectors over ${plural(labels, 'labelled row')} ${isTimed ? 'in the order of time' : 'in the order of the files, as no time column is named'}`,
      known === 0 ? '' : `, after ${count(known)} of the reference`,
      scaled ? ', errors as a share of a large one' : '',
      '. Each is checked against random orders of the same errors, in which any alarm is false.',
    ].join(''),
} as const;
