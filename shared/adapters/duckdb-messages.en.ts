/** Sentences about the header line of a CSV file. */
export const csv = {
  otherColumns: (
    name: string,
    names: readonly string[],
    first: string,
    wanted: readonly string[],
  ) =>
    `${name} has other columns than ${first}: ${names.join(', ')} instead of ${wanted.join(', ')}.`,
  sameHeader: 'Files read as one table need the same header line.',
  blankHeader: (name: string): string => `${name} has no header line: its first line is blank.`,
  beginWithNames: 'Begin the file with a line of column names.',
  numbersInHeader: (name: string, line: string): string =>
    `${name} has no header line: its first line is ${line}.`,
  addNames: 'Add a first line with the names of the columns.',
  columnTwice: (name: string, column: string): string =>
    `${name} has the column "${column}" twice in its header line.`,
  checkText: 'Check what the file is, and that it was written completely.',
};

/** What the engine found, after the name of the file and a colon. */
export const reasons = {
  inLine: (name: string, line: string): string => `${name}, line ${line}`,
  theData: 'The data',
  is: (where: string, reason: string): string => `${where}: ${reason}`,
  fields: (found: string, header: string): string =>
    `the line has ${found} field${found === '1' ? '' : 's'}, the header has ${header}.`,
  openQuote: 'a quote is not closed, or text follows it.',
  notUtf8: 'the text is not UTF-8.',
  longLine: 'the line is longer than 2 MB.',
  mixedEnds: 'its lines end in different ways, some with CR LF and some with LF alone.',
  notJson: (row: number, why: string): string => `row ${row} is not valid JSON: ${why}.`,
  keyTwice: (row: string, key: string): string => `row ${row} has the key "${key}" twice.`,
  notInEvery: (column: string): string => `not every file has the column "${column}".`,
  lacksColumn: (column: string): string =>
    `it has no column "${column}", which the files before it have.`,
  otherType: (column: string, found: string, wanted: string): string =>
    `its column "${column}" is ${found}, and ${wanted} in the files before it.`,
  noEnd: 'the end of the file is missing.',
  gone: 'it is gone, or may no longer be read.',
  damaged: (gist: string): string => `it is damaged (${gist}).`,
};

/** What to do about it. */
export const remedies = {
  linesAbove: 'If lines stand above the header line, remove them.',
  quoteFields: 'Quote fields that hold the delimiter.',
  fillLines:
    'Give every line as many fields as the header has; a line that is cut short may mean that the file was not copied completely.',
  doubleQuotes: 'Double every quote inside a quoted field.',
  saveAsUtf8: 'Save the file as UTF-8.',
  closeQuote: 'Look for a quote that is opened and not closed.',
  sameEnds: 'Write all lines with the same end, for example with `dos2unix`.',
  objectPerLine: 'Write one JSON object a line, and check that the file was copied completely.',
  keysOnce: 'Write every key once; upper and lower case count as the same.',
  sameColumns: 'Files read as one table need the same columns; name them in separate runs.',
  otherJobs: 'Check that no other job moves or removes it.',
};

export const memory = {
  full: 'The data does not fit into the memory this step may use, nor onto the temporary disk.',
  moreDisk: 'Use a runner with more disk space, or name fewer files.',
};
