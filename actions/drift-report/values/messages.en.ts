import type { ConversionName } from './units.ts';

const conversions: Readonly<Record<ConversionName, string>> = {
  thousandths: 'thousandths (seconds to milliseconds, kilograms to grams)',
  thousands: 'thousands',
  millionths: 'millionths',
  millions: 'millions',
  hundredths: 'hundredths (shares to percent, metres to centimetres)',
  hundreds: 'hundreds',
  tenths: 'tenths',
  tens: 'tens',
  'minutes-to-seconds': 'minutes to seconds, or hours to minutes',
  'seconds-to-minutes': 'seconds to minutes, or minutes to hours',
  'hours-to-seconds': 'hours to seconds',
  'seconds-to-hours': 'seconds to hours',
  'days-to-hours': 'days to hours',
  'hours-to-days': 'hours to days',
  'days-to-seconds': 'days to seconds',
  'seconds-to-days': 'seconds to days',
  'years-to-months': 'years to months, or feet to inches',
  'months-to-years': 'months to years, or inches to feet',
  'inches-to-centimetres': 'inches to centimetres',
  'centimetres-to-inches': 'centimetres to inches',
  'inches-to-millimetres': 'inches to millimetres',
  'millimetres-to-inches': 'millimetres to inches',
  'feet-to-metres': 'feet to metres',
  'metres-to-feet': 'metres to feet',
  'miles-to-kilometres': 'miles to kilometres',
  'kilometres-to-miles': 'kilometres to miles',
  'pounds-to-kilograms': 'pounds to kilograms',
  'kilograms-to-pounds': 'kilograms to pounds',
  'metres-a-second-to-kilometres-an-hour': 'metres a second to kilometres an hour',
  'kilometres-an-hour-to-metres-a-second': 'kilometres an hour to metres a second',
  'calories-to-joules': 'calories to joules',
  'joules-to-calories': 'joules to calories',
  'celsius-to-fahrenheit': 'degrees Celsius to Fahrenheit',
  'fahrenheit-to-celsius': 'degrees Fahrenheit to Celsius',
  'celsius-to-kelvins': 'degrees Celsius to kelvins',
  'kelvins-to-celsius': 'kelvins to degrees Celsius',
  sign: 'the sign turned round',
};

function percent(share: number): string {
  const shown = (share * 100).toFixed(1);
  return `${shown} %`;
}

function number(value: number): string {
  return value.toLocaleString('en-US', { maximumSignificantDigits: 6 });
}

export const messages = {
  unit: (name: string, conversion: ConversionName, before: number, after: number): string =>
    `${name} seems to have changed its unit (${conversions[conversion]}): converted back, its values agree with the reference (PSI ${after.toFixed(3)} instead of ${before.toFixed(3)}).`,
  outside: (name: string, share: number, low: number, high: number): string =>
    `${name}: ${percent(share)} of the values lie outside the reference's range, ${number(low)} to ${number(high)}.`,
  spike: (name: string, value: number, before: number, after: number): string =>
    `${name}: the single value ${number(value)} makes up ${percent(after)} of the values, ${percent(before)} in the reference; it may stand for missing ones.`,
} as const;
