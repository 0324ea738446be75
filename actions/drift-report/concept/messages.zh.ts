import type { Catalogue } from '../../../shared/kernel/language.ts';
import { count } from '../messages.en.ts';
import { messages as shared } from '../messages.zh.ts';
import type { Change, Detection } from './detect.ts';
import * as en from './messages.en.ts';

const { percent, figure } = shared;
const { names } = en.messages;

function when({ time, place }: en.Moment): string {
  const row = place === undefined ? '' : `${place.file} 第 ${count(place.row)} 行`;
  if (time === undefined) return row === '' ? '' : `（${row}）`;
  return `（${time}${row === '' ? '' : `，${row}`}）`;
}

const level = (value: number, isShare: boolean): string =>
  isShare ? percent(value) : figure(value);

function controlWords({ falseAlarms }: Change, { shuffles }: Detection): string {
  if (shuffles === 0) return '数据流太长，无法用自身的随机排列核对。';
  const times = falseAlarms === 0 ? '从未' : `有 ${falseAlarms} 次`;
  return `在相同误差的 ${shuffles} 个随机排列中，它${times}看到同样大的上升。`;
}

export const messages: Catalogue<typeof en.messages> = {
  names,
  when,
  changed: (detection, change, moments, isShare) => {
    const what = isShare ? '错误率' : '误差';
    const verb = change.direction === 'rise' ? '上升' : '下降';
    const from = `由 ${level(change.before, isShare)} ${verb}到 ${level(change.after, isShare)}`;
    const began = when(moments.began);
    const since = began === '' ? '' : `，大约始于${began}`;
    const control = change.direction === 'rise' ? controlWords(change, detection) : '';
    return `${names[detection.choice.detector]} 看到${what}${from}${when(moments.seen)}${since}。${control}`;
  },
  doubtful: ({ choice, shuffles }, { falseAlarms }) =>
    `${names[choice.detector]} 发出警报，但在相同误差的 ${shuffles} 个随机排列中有 ${falseAlarms} 个同样强烈：不构成变化的证据。`,
  unfit: (detector) => `${names[detector]} 需要取值为 0 和 1 的误差，而数值没有；已略过。`,
  noDecisions: '不监视概念漂移：预测是分数，若没有 drift.labels.threshold 便不构成决策。',
  note: (labels, known, isTimed, scaled) =>
    [
      `检测器按${isTimed ? '时间' : '文件（未指明时间列）'}的顺序处理 ${count(labels)} 个带标签的行`,
      known === 0 ? '' : `，此前有参考数据的 ${count(known)} 行`,
      scaled ? '，误差以较大误差的占比计' : '',
      '。每个检测器都与相同误差的随机排列核对，在那里任何警报都是误报。',
    ].join(''),
};
