import type { Catalogue } from '../../../shared/kernel/language.ts';
import type * as en from './messages.en.ts';

export const messages: Catalogue<typeof en.messages> = {
  changesTitle: (file) => `这份数据会使 ${file} 发生的变化`,
  kinds: { changed: '改变', new: '新增', gone: '不再成立' },
  values: (count, fresh) => `${count} 个值之一${fresh === 0 ? '' : `，其中 ${fresh} 个是新的`}`,
  exists: (file) => `${file} 已经存在；推断出的检查会覆盖它。`,
  notOurs: (file) => `${file} 已经存在，且不是 data-validate 写的，因此保持不变。`,
  inferred: (file, checks) =>
    `已把从这份数据推断出的 ${checks} 项检查写入 ${file}。请阅读并修改，提交该文件，并在输入 checks 中指定它。`,
  same: (file) => `这份数据给出的检查与 ${file} 中的相同；没有写入任何内容。`,
  compared: (changes, file, written) =>
    `这份数据给出的检查有 ${changes} 项与 ${file} 不同，而后者按原样运行。数据给出的检查在 ${written} 中：请采纳其中正确的部分。`,
  nothingToInfer: (names) => `${names} 没有行，因此无法从中推断检查。`,
};
