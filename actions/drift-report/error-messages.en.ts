/** What can be wrong with what a drift report is given. */
export const errors = {
  columnNowhere: (column: string): string =>
    `Neither the reference nor the current data has a column "${column}".`,
  oneSource: 'Only one source can be followed at a time.',
  nameSource: 'Name one file, one folder, or - for standard input.',
  referenceUnreadable: (files: readonly string[]): string =>
    `The reference ${files.join(', ')} cannot be read.`,
  timeOfRows: (time: string): string =>
    `The time column ${time} of the rows that came is no date and no timestamp.`,
  timeOrArrival:
    'Name a date or timestamp column, or leave "time" out: then rows count when they come.',
  noArrivalColumn: (column: string): string =>
    `The current data has no column "${column}", which drift.labels.arrived-column names.`,
  arrivalNoDate: (column: string, type: string): string =>
    `The column ${column}, when labels arrived, is ${type}, not a date.`,
  nameDate: (setting: string): string =>
    `Name a date or timestamp column, with dates as 2001-01-31, or leave ${setting} out.`,
  profileUnwritable: (path: string): string => `The profile cannot be written to ${path}.`,
  nameProfile: 'Name a file this job may write in the input "profile".',
  noData: (side: string): string => `drift-report: no ${side} data was named.`,
  giveData: (side: string): string =>
    `Give the input "${side}" (a path or glob), or data.${side} in the configuration file.`,
  noRows: (side: string, names: string): string => `The ${side} data has no rows: ${names}.`,
  checkWriter: 'Check the step that writes it.',
  skewWithoutKey: 'Feature skew is asked for, but no key says which rows belong together.',
  nameKey: 'Name the column of the key with drift.skew.key, or with key of the model.',
  skewColumnNowhere: (column: string): string =>
    `Neither the serving nor the training data has a column "${column}".`,
  skewColumnMissing: (side: string, column: string, part: 'key' | 'time'): string =>
    `The ${side} data has no column "${column}", which drift.skew names as the ${part}.`,
  skewTimeNoDate: (column: string, side: string, type: string): string =>
    `The column ${column} of the ${side} data, which drift.skew names as the time, is ${type}, not a date.`,
  timeColumn: (column: string, reason: string): string => `The time column ${column} ${reason}.`,
  notThere: 'is not in the current data',
  noDate: (type: string): string => `is ${type}, not a date`,
  tooManyWindows: (unit: string, many: number, most: number): string =>
    `Windows of one ${unit} would be ${many.toLocaleString('en-US')}; at most ${most} are shown.`,
  longerWindow: 'Choose a longer "window", or name less current data.',
};
