import type { Catalogue } from '../../kernel/language.ts';
import type * as en from './messages.en.ts';

export const messages: Catalogue<typeof en.messages> = {
  notFollowable: (source) => `${source} 既不是可跟踪的文件，也不是可跟踪的文件夹。`,
  lineTooLong: '要跟踪的数据中有一行超过 16 MiB。',
  endLines: '请每行写一行数据，并以换行符结束。',
  nameOne: '请在 "current" 中指定一个文件（.csv 或 .jsonl）、一个文件夹，或用 - 表示标准输入。',
};
