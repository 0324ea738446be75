import type { Catalogue } from '../../../shared/kernel/language.ts';
import type * as en from './messages.en.ts';

export const profileMessages: Catalogue<typeof en.profileMessages> = {
  otherVersion: (path, found, known) => `${path} 是 ${found} 格式的轮廓文件；本版本读取 ${known}。`,
  damaged: (path, what) => `轮廓文件 ${path} 已损坏：${what}。`,
  writeAgain: '请用输入 "profile" 由参考数据重新写出。',
};
