import type { RowPlace } from '../../../shared/domain/column.ts';
import type { Catalogue } from '../../../shared/kernel/language.ts';
import { count, messages as shared, sideName } from '../messages.zh.ts';
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
  return `，平均相差 ${figure(meanGap)}，至多 ${figure(largestGap)}`;
}

export const messages: Catalogue<typeof en.messages> = {
  stateWords: {
    same: '相同',
    within: '在允许范围内',
    undecided: '未判定：行数太少',
    skewed: '有偏差',
  },
  skewed: (feature) => {
    const { name, share, differing, rows, oneSided } = feature;
    const empty = oneSided === 0 ? '' : `（其中 ${count(oneSided)} 行只在一边为空）`;
    return `${name} 在 ${count(rows)} 个配对行中有 ${percent(share.estimate)} 在训练与线上之间不同${empty}${size(feature)}：共 ${count(differing)} 行。${places(feature.examples)}`;
  },
  unknownKeys: (unknown, served) =>
    `${count(served)} 个线上行中有 ${count(unknown)} 个的键在训练数据中不存在；没有比较。`,
  tooOld: (rows) => `${count(rows)} 个线上行没有足够早且不过旧的训练行；没有比较。`,
  unserved: (keys) => `训练数据中有 ${count(keys)} 个键从未在线上出现。`,
  unkeyed: (rows, side) => `${count(rows)} 个${sideName(side)}行没有键或时间，没有比较。`,
  repeated: (rows, isTimed) =>
    `${count(rows)} 个训练行的键${isTimed ? '和时间' : ''}与另一行相同，不知道指的是哪一行；没有比较。${isTimed ? '' : '如果一个键在每个时刻都有一行，请用 drift.skew.time 指定时间。'}`,
  noMatch: (keys) =>
    `没有线上行能按 ${keys.join(' 和 ')} 找到训练行：没有比较任何特征。请检查两边键的写法是否一致。`,
  noFeatures: '除键以外，训练数据与线上数据没有共同的列：没有比较任何特征。',
  gone: (names, side) => `${sideName(side)}数据中缺少 ${names.join('、')}。`,
  note: (rows, tolerance) =>
    `${count(rows)} 个线上行与键相同的训练行逐值比较${tolerance === 0 ? '' : `；相差在 ${percent(tolerance, 2)} 以内的数字视为相同`}。`,
};
