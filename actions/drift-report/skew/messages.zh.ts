import type { RowPlace } from '../../../shared/domain/column.ts';
import type { Catalogue } from '../../../shared/kernel/language.ts';
import { count } from '../messages.en.ts';
import { messages as shared } from '../messages.zh.ts';
import type { JudgedFeature } from './judge.ts';
import type * as en from './messages.en.ts';

const { percent, figure } = shared;

function places(rows: readonly RowPlace[]): string {
  const [first] = rows;
  if (first === undefined) return '';
  const same = rows.filter(({ file }) => file === first.file);
  return `最先见于 ${first.file} 第 ${same.map(({ row }) => count(row)).join('、')} 行。`;
}

function size({ meanGap, largestGap }: JudgedFeature): string {
  if (meanGap === undefined || largestGap === undefined) return '';
  return `，平均相差 ${figure(meanGap)}，最多相差 ${figure(largestGap)}`;
}

export const messages: Catalogue<typeof en.messages> = {
  skewed: (feature) => {
    const { name, share, differing, rows, oneSided } = feature;
    const empty = oneSided === 0 ? '' : `（其中 ${count(oneSided)} 行仅一侧为空）`;
    return `${name} 在训练与服务时不同：${count(rows)} 个已连接的行中占 ${percent(share.estimate)}${empty}${size(feature)}；共 ${count(differing)} 行。${places(feature.examples)}`;
  },
  unknownKeys: (unknown, served) =>
    `服务时的 ${count(served)} 行中有 ${count(unknown)} 行的键在训练数据中不存在；未作比较。`,
  tooOld: (rows) => `服务时的 ${count(rows)} 行找不到足够早且不过旧的训练行；未作比较。`,
  unserved: (keys) => `训练数据中有 ${count(keys)} 个键从未用于服务。`,
  unkeyed: (rows, side) => `${side} 数据有 ${count(rows)} 行没有键或时间，未作比较。`,
  repeated: (rows, isTimed) =>
    `有 ${count(rows)} 个训练行的键${isTimed ? '和时间' : ''}与其他行相同，无法确定应取哪一行；未作比较。${isTimed ? '' : '若每个键在每个时刻各有一行，请用 drift.skew.time 指明时间。'}`,
  noMatch: (keys) =>
    `没有服务时的行能按 ${keys.join('、')} 找到训练行：未比较任何特征。请检查两侧的键写法是否一致。`,
  noFeatures: '训练数据与服务数据除键以外没有共同的列：未比较任何特征。',
  gone: (names, side) => `${side} 数据缺少 ${names.join('、')}。`,
  note: (rows, tolerance) =>
    `服务时的 ${count(rows)} 行与同键的训练行逐值比较${tolerance === 0 ? '' : `；相差在 ${percent(tolerance, 2)} 以内的数视为相同`}。`,
};
