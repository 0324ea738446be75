import type { Catalogue } from '../../kernel/language.ts';
import type * as en from './messages.en.ts';

export const files: Catalogue<typeof en.files> = {
  none: '没有指定数据文件。',
  mixedFormats: (name, format, other, otherFormat) =>
    `${name} 是 ${format}，而 ${other} 是 ${otherFormat}：它们不能作为一个表读取。`,
  nameOneFormat: '请指定同一种格式的文件。',
  isDirectory: (name) => `${name} 是目录，而不是数据文件。`,
  nameFiles: (name) =>
    `请指定其中的文件，例如 ${name}/*.parquet；若文件在下级文件夹中，则为 ${name}/**/*.parquet。`,
  emptyUnpacked: (name) => `${name} 为空（解压后为 0 字节）。`,
  cutShort: (name) => `${name} 不完整：压缩数据在中间中断。`,
  notUnpackable: (name) => `无法解压 ${name}：压缩数据已损坏。`,
  checkWhole: '请检查文件是否已完整写入和复制。',
  mayNotRead: (name) => `当前用户无权读取 ${name}。`,
  checkPermissions: '请检查其权限。',
  unreadable: (name) => `无法读取 ${name}。`,
  checkFile: '请检查文件是否完整。',
  diskFull: (folder, name) => `${folder} 中没有剩余空间来解压或转换 ${name}。`,
  moreDisk: '请使用磁盘空间更大的运行器，或把 TMPDIR 设为更大磁盘上的文件夹。',
};

export const encodings: Catalogue<typeof en.encodings> = {
  utf32: (name) => `${name} 是 UTF-32 文本。`,
  saveAsUtf8: '请将其保存为 UTF-8。',
  mixed: (name, line) => `${name} 第 ${line} 行：该处文本不是 UTF-8，而文件其余部分是。`,
  saveFile: '请将文件保存为 UTF-8，并检查把不同编码的文本合并在一起的步骤。',
  zeroBytes: (name) => `${name} 不是文本：其中含有零字节。`,
  unknown: (name) => `${name}：文本不是 UTF-8，且无法判断其编码。`,
  convertFile: '请将文件保存为 UTF-8，例如使用 `iconv -f <encoding> -t utf-8`。',
  brokenCharacter: (name, encoding) => `${name} 是 ${encoding} 文本，其中有损坏的字符。`,
  checkWholeOrSave: '请检查文件是否已完整写入和复制，或将其保存为 UTF-8。',
};

export const columns: Catalogue<typeof en.columns> = {
  twice: (name, column) => `${name} 中列 "${column}" 出现了两次。`,
  nameEach: '请给每一列取不同的名称；大小写视为相同。',
  none: (name) => `${name} 没有列。`,
  notWholeArrow: (name) => `${name} 不是完整的 Arrow 文件。`,
  otherPartitions: (name, first, partitions, firstPartitions) =>
    `${name} 所在的分区与 ${first} 不同：是 ${partitions || '无分区'}，而不是 ${firstPartitions || '无分区'}。`,
  sameFolders: '作为一个表读取的文件，其文件夹须有相同的列，例如 year=2024/month=01。',
};

export const pointers: Catalogue<typeof en.pointers> = {
  notDvc: (name) => `${name} 名为 DVC 文件，但没有写明文件及其 md5。`,
  addAnew: '请用 `dvc add` 重新写出该文件，或直接指定数据本身。',
  onlyPointer: (data, pointer) =>
    `${data} 在这里只有 DVC 指针（${pointer}）：数据本身既不在原位，也不在 DVC 的缓存中。`,
  pull: (pointer) => `请在此步骤之前的步骤中运行 \`dvc pull ${pointer}\`。`,
};

export const kinds: Catalogue<typeof en.kinds> = {
  unknown: (name) => `${name} 不是 CSV、JSON、Parquet 或 Arrow。`,
  convertToOne: '请将其转换为其中一种格式。',
  notATable: (name, kind) => `${name} 是${kind}，而不是表格。`,
  misnamed: (name, format) => `${name} 名为 ${format}，但其开头不像 ${format} 文件。`,
  checkComplete: '请检查其是否已完整写入和复制。',
};

export const otherKinds: Catalogue<typeof en.otherKinds> = {
  webPage: '网页',
  xml: ' XML 文件',
  excel: ' Excel 工作簿',
  zip: ' ZIP 压缩包',
  oldOffice: '旧版 Excel 或 Office 文件',
  bzip2: ' bzip2 压缩文件',
  xz: ' xz 压缩文件',
  sevenZip: ' 7-Zip 压缩包',
  lz4: ' LZ4 压缩文件',
  feather1: ' Feather 第 1 版文件',
  orc: ' ORC 文件',
  avro: ' Avro 文件',
  hdf5: ' HDF5 文件',
  sqlite: ' SQLite 数据库',
  numpy: ' NumPy 数组',
  pickle: ' Python pickle 文件',
  pdf: ' PDF 文档',
  png: ' PNG 图像',
  jpeg: ' JPEG 图像',
};

export const remedies: Catalogue<typeof en.remedies> = {
  convert: '请将其保存为 CSV、JSON、Parquet 或 Arrow。',
  unpackFirst: '请在此步骤之前的步骤中解压；这里会自行解压 gzip 和 zstd。',
  asManifest: '请指定一个表，其中每个文件各占一行。',
  webPage: '需要登录的下载会留下这样的页面：请检查获取数据的步骤。',
  feather2: '请写成 Feather 第 2 版。',
};
