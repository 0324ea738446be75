import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { DataFile } from '../../ports/table-reader.ts';

/** Where exporters put weights that do not fit into the 2 GB of a protobuf. */
const externalData = ['.data', '_data', '.weights'];

/** An .onnx file and the files that carry its weights, where there are any. */
export async function onnxFiles(path: string): Promise<DataFile[]> {
  const files = [await fileAt(path)];
  for (const ending of externalData) {
    const found = await fileAt(path + ending).catch(() => undefined);
    if (found !== undefined) files.push(found);
  }
  return files;
}

/** Every file below a folder, by path. */
export async function filesBelow(folder: string): Promise<DataFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((e) => join(e.parentPath, e.name));
  return Promise.all(paths.toSorted().map(fileAt));
}

async function fileAt(path: string): Promise<DataFile> {
  const { size, mtimeMs } = await stat(path);
  return { path, size, modified: mtimeMs };
}

export function totalSize(files: readonly DataFile[]): number {
  return files.reduce((sum, { size }) => sum + size, 0);
}

/** Operators that only a quantised graph has. Their names stand in the file as plain text. */
const integerOperators =
  /DynamicQuantizeLinear|DequantizeLinear|MatMulInteger|ConvInteger|QLinearMatMul|QLinearConv|MatMulNBits/u;
const longestOperator = 'DynamicQuantizeLinear'.length;

/** Whether an ONNX graph computes with integers, read in one pass without holding the file. */
export async function isQuantizedOnnx(path: string): Promise<boolean> {
  let rest = '';
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
    const text = rest + (chunk as Buffer).toString('latin1');
    if (integerOperators.test(text)) return true;
    rest = text.slice(-longestOperator);
  }
  return false;
}
