/** Sentences about data files that cannot be read as they are. */
export const files = {
  none: 'No data file was named.',
  mixedFormats: (name: string, format: string, other: string, otherFormat: string): string =>
    `${name} is ${format} and ${other} is ${otherFormat}: they cannot be read as one table.`,
  nameOneFormat: 'Name files of one format.',
  isDirectory: (name: string): string => `${name} is a directory, not a data file.`,
  nameFiles: (name: string): string =>
    `Name the files in it, for example ${name}/*.parquet, or ${name}/**/*.parquet for those in folders below.`,
  emptyUnpacked: (name: string): string => `${name} is empty (0 bytes once unpacked).`,
  cutShort: (name: string): string =>
    `${name} is cut short: the compressed data ends in the middle.`,
  notUnpackable: (name: string): string =>
    `${name} cannot be unpacked: the compressed data is damaged.`,
  checkWhole: 'Check that the file was written and copied completely.',
  mayNotRead: (name: string): string => `${name} may not be read by this user.`,
  checkPermissions: 'Check its permissions.',
  unreadable: (name: string): string => `${name} cannot be read.`,
  checkFile: 'Check that the file is whole.',
  diskFull: (folder: string, name: string): string =>
    `There is no space left in ${folder} to unpack or convert ${name}.`,
  moreDisk: 'Use a runner with more disk space, or set TMPDIR to a folder on a larger disk.',
};

export const encodings = {
  utf32: (name: string): string => `${name} is UTF-32 text.`,
  saveAsUtf8: 'Save it as UTF-8.',
  mixed: (name: string, line: number): string =>
    `${name}, line ${line}: the text is not UTF-8, as the rest of the file is.`,
  saveFile: 'Save the file as UTF-8, and check the step that joins texts of different encodings.',
  zeroBytes: (name: string): string => `${name} is not text: it holds zero bytes.`,
  unknown: (name: string): string =>
    `${name}: the text is not UTF-8, and its encoding cannot be told.`,
  convertFile: 'Save the file as UTF-8, for example with `iconv -f <encoding> -t utf-8`.',
  brokenCharacter: (name: string, encoding: string): string =>
    `${name} is ${encoding} text with a broken character.`,
  checkWholeOrSave: 'Check that the file was written and copied completely, or save it as UTF-8.',
};

export const columns = {
  twice: (name: string, column: string): string => `${name} has the column "${column}" twice.`,
  nameEach: 'Give each column its own name; upper and lower case count as the same.',
  none: (name: string): string => `${name} has no columns.`,
  notWholeArrow: (name: string): string => `${name} is not a whole Arrow file.`,
  otherPartitions: (
    name: string,
    first: string,
    partitions: string,
    firstPartitions: string,
  ): string =>
    `${name} lies in other partitions than ${first}: ${partitions || 'none'} instead of ${firstPartitions || 'none'}.`,
  sameFolders:
    'Files read as one table need folders of the same columns, as in year=2024/month=01.',
};

export const pointers = {
  notDvc: (name: string): string =>
    `${name} is called a DVC file but does not name a file and its md5.`,
  addAnew: 'Write it anew with `dvc add`, or name the data itself.',
  onlyPointer: (data: string, pointer: string): string =>
    `${data} is only a DVC pointer here (${pointer}): the data itself is neither in place nor in DVC's cache.`,
  pull: (pointer: string): string => `Run \`dvc pull ${pointer}\` in a step before this one.`,
};

export const kinds = {
  unknown: (name: string): string => `${name} is neither CSV, JSON, Parquet nor Arrow.`,
  convertToOne: 'Convert it to one of these.',
  notATable: (name: string, kind: string): string => `${name} is ${kind}, not a table.`,
  misnamed: (name: string, format: 'Parquet' | 'Arrow'): string =>
    `${name} is called ${format} but does not begin like ${format === 'Arrow' ? 'an' : 'a'} ${format} file.`,
  checkComplete: 'Check that it was written and copied completely.',
};

/** What people hand over in place of a table. */
export const otherKinds = {
  webPage: 'a web page',
  xml: 'XML',
  excel: 'an Excel workbook',
  zip: 'a ZIP archive',
  oldOffice: 'an old Excel or Office file',
  bzip2: 'compressed with bzip2',
  xz: 'compressed with xz',
  sevenZip: 'a 7-Zip archive',
  lz4: 'compressed with LZ4',
  feather1: 'Feather version 1',
  orc: 'ORC',
  avro: 'Avro',
  hdf5: 'HDF5',
  sqlite: 'an SQLite database',
  numpy: 'a NumPy array',
  pickle: 'a Python pickle',
  pdf: 'a PDF document',
  png: 'a PNG image',
  jpeg: 'a JPEG image',
};

/** What to do about them. */
export const remedies = {
  convert: 'Save it as CSV, JSON, Parquet or Arrow.',
  unpackFirst: 'Unpack it in a step before this one; gzip and zstd are unpacked here.',
  asManifest: 'Name a table with one row for each of these files.',
  webPage:
    'A download that asks for a login leaves such a page: check the step that fetches the data.',
  feather2: 'Write Feather version 2.',
};
