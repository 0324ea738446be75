import type { Catalogue } from '../../../shared/kernel/language.ts';
import type * as en from './messages.en.ts';
import type { ConversionName } from './units.ts';

const conversions: Readonly<Record<ConversionName, string>> = {
  thousandths: '千分之一（秒变毫秒、千克变克）',
  thousands: '千倍单位',
  millionths: '百万分之一',
  millions: '百万倍单位',
  hundredths: '百分之一（比例变百分数、米变厘米）',
  hundreds: '百倍单位',
  tenths: '十分之一',
  tens: '十倍单位',
  'minutes-to-seconds': '分钟变秒，或小时变分钟',
  'seconds-to-minutes': '秒变分钟，或分钟变小时',
  'hours-to-seconds': '小时变秒',
  'seconds-to-hours': '秒变小时',
  'days-to-hours': '天变小时',
  'hours-to-days': '小时变天',
  'days-to-seconds': '天变秒',
  'seconds-to-days': '秒变天',
  'years-to-months': '年变月，或英尺变英寸',
  'months-to-years': '月变年，或英寸变英尺',
  'inches-to-centimetres': '英寸变厘米',
  'centimetres-to-inches': '厘米变英寸',
  'inches-to-millimetres': '英寸变毫米',
  'millimetres-to-inches': '毫米变英寸',
  'feet-to-metres': '英尺变米',
  'metres-to-feet': '米变英尺',
  'miles-to-kilometres': '英里变公里',
  'kilometres-to-miles': '公里变英里',
  'pounds-to-kilograms': '磅变千克',
  'kilograms-to-pounds': '千克变磅',
  'metres-a-second-to-kilometres-an-hour': '米每秒变公里每小时',
  'kilometres-an-hour-to-metres-a-second': '公里每小时变米每秒',
  'calories-to-joules': '卡变焦耳',
  'joules-to-calories': '焦耳变卡',
  'celsius-to-fahrenheit': '摄氏度变华氏度',
  'fahrenheit-to-celsius': '华氏度变摄氏度',
  'celsius-to-kelvins': '摄氏度变开尔文',
  'kelvins-to-celsius': '开尔文变摄氏度',
  sign: '正负号颠倒',
};

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

function number(value: number): string {
  return value.toLocaleString('en-US', { maximumSignificantDigits: 6 });
}

export const messages: Catalogue<typeof en.messages> = {
  unit: (name, conversion, before, after) =>
    `${name} 的单位似乎变了（${conversions[conversion]}）：换算回去后，其取值与参考数据一致（PSI 为 ${after.toFixed(3)}，而不是 ${before.toFixed(3)}）。`,
  outside: (name, share, low, high) =>
    `${name}：${percent(share)} 的值落在参考数据的范围 ${number(low)} 至 ${number(high)} 之外。`,
  spike: (name, value, before, after) =>
    `${name}：单个值 ${number(value)} 占全部值的 ${percent(after)}，在参考数据中占 ${percent(before)}；它可能代表缺失值。`,
};
