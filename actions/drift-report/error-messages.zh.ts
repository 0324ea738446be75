import type { Catalogue } from '../../shared/kernel/language.ts';
import type * as en from './error-messages.en.ts';

const sides: Readonly<Record<string, string>> = {
  reference: '参考',
  current: '当前',
  serving: '线上',
  training: '训练',
};

const sideName = (side: string): string => sides[side] ?? side;

const units: Readonly<Record<string, string>> = {
  minute: '分钟',
  hour: '小时',
  day: '天',
  week: '周',
  month: '月',
};

export const errors: Catalogue<typeof en.errors> = {
  columnNowhere: (column) => `参考数据和当前数据都没有列 "${column}"。`,
  oneSource: '一次只能跟踪一个来源。',
  nameSource: '请指定一个文件、一个文件夹，或用 - 表示标准输入。',
  referenceUnreadable: (files) => `无法读取参考数据 ${files.join('、')}。`,
  timeOfRows: (time) => `到达的行中，时间列 ${time} 不是日期也不是时间戳。`,
  timeOrArrival: '请指定日期或时间戳列，或不给 "time"：此时以到达的时间为准。',
  noArrivalColumn: (column) =>
    `当前数据没有列 "${column}"，而 drift.labels.arrived-column 指定了它。`,
  arrivalNoDate: (column, type) => `表示标签到达时间的列 ${column} 是 ${type}，不是日期。`,
  nameDate: (setting) => `请指定日期或时间戳列，日期写成 2001-01-31，或不给 ${setting}。`,
  profileUnwritable: (path) => `无法把画像写入 ${path}。`,
  nameProfile: '请在输入 "profile" 中指定本作业可以写入的文件。',
  noData: (side) => `drift-report：没有指定${sideName(side)}数据。`,
  giveData: (side) => `请给出输入 "${side}"（路径或通配符），或在配置文件中给出 data.${side}。`,
  noRows: (side, names) => `${sideName(side)}数据没有行：${names}。`,
  checkWriter: '请检查写出它的步骤。',
  skewWithoutKey: '要求检查特征偏差，但没有键说明哪些行相对应。',
  nameKey: '请用 drift.skew.key 或模型的 key 指定键列。',
  skewColumnNowhere: (column) => `线上数据和训练数据都没有列 "${column}"。`,
  skewColumnMissing: (side, column, part) =>
    `${sideName(side)}数据没有列 "${column}"，而 drift.skew 把它指定为${part === 'key' ? '键' : '时间'}。`,
  skewTimeNoDate: (column, side, type) =>
    `${sideName(side)}数据的列 ${column} 被 drift.skew 指定为时间，却是 ${type}，不是日期。`,
  timeColumn: (column, reason) => `时间列 ${column} ${reason}。`,
  notThere: '不在当前数据中',
  noDate: (type) => `是 ${type}，不是日期`,
  tooManyWindows: (unit, many, most) =>
    `以一${units[unit] ?? unit}为窗口会有 ${many.toLocaleString('en-US')} 个；至多显示 ${most} 个。`,
  longerWindow: '请选择更长的 "window"，或指定更少的当前数据。',
};
