/** Which conversion it is; what people read of it stands in the messages. */
export type ConversionName =
  | 'thousandths'
  | 'thousands'
  | 'millionths'
  | 'millions'
  | 'hundredths'
  | 'hundreds'
  | 'tenths'
  | 'tens'
  | 'minutes-to-seconds'
  | 'seconds-to-minutes'
  | 'hours-to-seconds'
  | 'seconds-to-hours'
  | 'days-to-hours'
  | 'hours-to-days'
  | 'days-to-seconds'
  | 'seconds-to-days'
  | 'years-to-months'
  | 'months-to-years'
  | 'inches-to-centimetres'
  | 'centimetres-to-inches'
  | 'inches-to-millimetres'
  | 'millimetres-to-inches'
  | 'feet-to-metres'
  | 'metres-to-feet'
  | 'miles-to-kilometres'
  | 'kilometres-to-miles'
  | 'pounds-to-kilograms'
  | 'kilograms-to-pounds'
  | 'metres-a-second-to-kilometres-an-hour'
  | 'kilometres-an-hour-to-metres-a-second'
  | 'calories-to-joules'
  | 'joules-to-calories'
  | 'celsius-to-fahrenheit'
  | 'fahrenheit-to-celsius'
  | 'celsius-to-kelvins'
  | 'kelvins-to-celsius'
  | 'sign';

/** current = factor × reference + offset. */
export interface Conversion {
  readonly factor: number;
  readonly offset: number;
  readonly name: ConversionName;
}

const scales: readonly (readonly [number, ConversionName, ConversionName])[] = [
  [1_000, 'thousandths', 'thousands'],
  [1_000_000, 'millionths', 'millions'],
  [100, 'hundredths', 'hundreds'],
  [10, 'tenths', 'tens'],
  [60, 'minutes-to-seconds', 'seconds-to-minutes'],
  [3_600, 'hours-to-seconds', 'seconds-to-hours'],
  [24, 'days-to-hours', 'hours-to-days'],
  [86_400, 'days-to-seconds', 'seconds-to-days'],
  [12, 'years-to-months', 'months-to-years'],
  [2.54, 'inches-to-centimetres', 'centimetres-to-inches'],
  [25.4, 'inches-to-millimetres', 'millimetres-to-inches'],
  [0.3048, 'feet-to-metres', 'metres-to-feet'],
  [1.609344, 'miles-to-kilometres', 'kilometres-to-miles'],
  [0.45359237, 'pounds-to-kilograms', 'kilograms-to-pounds'],
  [3.6, 'metres-a-second-to-kilometres-an-hour', 'kilometres-an-hour-to-metres-a-second'],
  [4.184, 'calories-to-joules', 'joules-to-calories'],
];

/** Changes of unit that happen between systems. */
export const conversions: readonly Conversion[] = [
  ...scales.flatMap(([factor, there, back]) => [
    { factor, offset: 0, name: there },
    { factor: 1 / factor, offset: 0, name: back },
  ]),
  { factor: 1.8, offset: 32, name: 'celsius-to-fahrenheit' },
  { factor: 1 / 1.8, offset: -32 / 1.8, name: 'fahrenheit-to-celsius' },
  { factor: 1, offset: 273.15, name: 'celsius-to-kelvins' },
  { factor: 1, offset: -273.15, name: 'kelvins-to-celsius' },
  { factor: -1, offset: 0, name: 'sign' },
];

interface Moments {
  readonly mean: number;
  readonly sigma: number;
}

/** How far spread and mean may be from those that a conversion predicts, to be worth a recount. */
const spreadTolerance = 0.1;
const meanTolerance = 0.3;

/** Conversions that would take the reference's mean and spread to the current ones. */
export function plausible(reference: Moments, current: Moments): Conversion[] {
  return conversions.filter(({ factor, offset }) => {
    const sigma = Math.abs(factor) * reference.sigma;
    if (!(sigma > 0)) return false;
    const mean = factor * reference.mean + offset;
    return (
      Math.abs(current.sigma / sigma - 1) <= spreadTolerance &&
      Math.abs(current.mean - mean) <= meanTolerance * sigma
    );
  });
}
