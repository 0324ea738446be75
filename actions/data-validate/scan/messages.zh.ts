import type { Catalogue } from '../../../shared/kernel/language.ts';
import { count } from '../wording.zh.ts';
import type * as en from './messages.en.ts';

const listed = 3;

export const messages: Catalogue<typeof en.messages> = {
  missing: '（缺失）',
  noSegment: '没有可检查的行，因此也没有分段',
  everySegment: (segments) => `${count(segments)} 个分段均符合预期`,
  failingSegments: (failing, all) => {
    const shown = failing.slice(0, listed).map(({ name, observed }) => `${name}：${observed}`);
    const more = failing.length - shown.length;
    return `${count(all)} 个分段中有 ${count(failing.length)} 个未通过（${shown.join('；')}${more > 0 ? `；另有 ${count(more)} 个` : ''}）`;
  },
  tooManySegments: (by, most) =>
    `${by.join(' + ')} 把数据分成超过 ${count(most)} 段；请用取值更少的列`,
  referenceNotDivisible: (column) => `参考数据没有用来分段的列 "${column}"`,
  sqlFailed: (reason) => `它的 SQL 无法运行：${reason}`,
  valueUnsuited: (named) => `数据中有值不适用${named}；可以使用 TRY_CAST 和 NULLIF`,
  segmentsTitle: '未通过的分段',
};
