import type { Catalogue } from '../../../shared/kernel/language.ts';
import { count, messages as shared } from '../messages.zh.ts';
import type { Change, Detection } from './detect.ts';
import type { Moment } from './messages.en.ts';
import * as en from './messages.en.ts';

const { percent, figure } = shared;
const { names } = en.messages;

function when({ time, place }: Moment): string {
  const row = place === undefined ? '' : `${place.file} 第 ${count(place.row)} 行`;
  if (time === undefined) return row === '' ? '' : `在 ${row}`;
  return `在 ${time}${row === '' ? '' : `（${row}）`}`;
}

function level(value: number, isShare: boolean): string {
  return isShare ? percent(value) : figure(value);
}

function controlWords({ falseAlarms }: Change, { shuffles }: Detection): string {
  if (shuffles === 0) return '数据流太长，无法用它自身的随机排列来核对。';
  return `把同样的误差随机排列 ${shuffles} 次，${falseAlarms === 0 ? '从未' : `有 ${falseAlarms} 次`}出现同样大的上升。`;
}

export const messages: Catalogue<typeof en.messages> = {
  names,
  none: '无',
  steady: '稳定',
  worse: '变差',
  better: '变好',
  byChance: '偶然也会同样强烈',
  directions: { rise: '上升', fall: '下降' },
  falseAlarms: (alarms, shuffles) => `${shuffles} 次中有 ${alarms} 次`,
  error: '误差',
  errorRate: '错误率',
  changeSeen: '发现变化',
  when,
  changed: (detection, change, moments, isShare) => {
    const what = isShare ? '错误率' : '误差';
    const verb = change.direction === 'rise' ? '上升' : '下降';
    const began = when(moments.began);
    const since = began === '' ? '' : `，大约始于${began.replace(/^在/u, '')}`;
    return `${names[detection.choice.detector]} ${when(moments.seen)}发现${what}从 ${level(change.before, isShare)} ${verb}至 ${level(change.after, isShare)}${since}。${change.direction === 'rise' ? controlWords(change, detection) : ''}`;
  },
  doubtful: ({ choice, shuffles }, { falseAlarms }) =>
    `${names[choice.detector]} 发出了信号，但在同样误差的 ${shuffles} 次随机排列中有 ${falseAlarms} 次同样强烈：不是变化的证据。`,
  unfit: (detector) => `${names[detector]} 需要取值为 0 和 1 的误差，而数值没有；已略去。`,
  noDecisions: '没有监测概念漂移：预测是分数，没有 drift.labels.threshold 就不构成任何判断。',
  note: (labels, known, isTimed, scaled) =>
    [
      `在 ${count(labels)} 个带标签的行上运行检测器，${isTimed ? '按时间顺序' : '按文件顺序，因为没有指定时间列'}`,
      known === 0 ? '' : `，之前是 ${count(known)} 个参考行`,
      scaled ? '，误差以一个大误差的占比表示' : '',
      '。每个检测器都用同样误差的随机排列来核对，其中的任何警报都是误报。',
    ].join(''),
};
