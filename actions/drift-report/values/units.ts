/** current = factor × reference + offset. */
export interface Conversion {
  readonly factor: number;
  readonly offset: number;
  readonly words: string;
}

const scales: readonly (readonly [number, string, string])[] = [
  [1_000, 'thousandths (seconds to milliseconds, kilograms to grams)', 'thousands'],
  [1_000_000, 'millionths', 'millions'],
  [100, 'hundredths (shares to percent, metres to centimetres)', 'hundreds'],
  [10, 'tenths', 'tens'],
  [60, 'minutes to seconds, or hours to minutes', 'seconds to minutes, or minutes to hours'],
  [3_600, 'hours to seconds', 'seconds to hours'],
  [24, 'days to hours', 'hours to days'],
  [86_400, 'days to seconds', 'seconds to days'],
  [12, 'years to months, or feet to inches', 'months to years, or inches to feet'],
  [2.54, 'inches to centimetres', 'centimetres to inches'],
  [25.4, 'inches to millimetres', 'millimetres to inches'],
  [0.3048, 'feet to metres', 'metres to feet'],
  [1.609344, 'miles to kilometres', 'kilometres to miles'],
  [0.45359237, 'pounds to kilograms', 'kilograms to pounds'],
  [3.6, 'metres a second to kilometres an hour', 'kilometres an hour to metres a second'],
  [4.184, 'calories to joules', 'joules to calories'],
];

/** Changes of unit that happen between systems. */
export const conversions: readonly Conversion[] = [
  ...scales.flatMap(([factor, there, back]) => [
    { factor, offset: 0, words: there },
    { factor: 1 / factor, offset: 0, words: back },
  ]),
  { factor: 1.8, offset: 32, words: 'degrees Celsius to Fahrenheit' },
  { factor: 1 / 1.8, offset: -32 / 1.8, words: 'degrees Fahrenheit to Celsius' },
  { factor: 1, offset: 273.15, words: 'degrees Celsius to kelvins' },
  { factor: 1, offset: -273.15, words: 'kelvins to degrees Celsius' },
  { factor: -1, offset: 0, words: 'the sign turned round' },
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
