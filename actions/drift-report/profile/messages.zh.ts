import type { Catalogue } from '../../../shared/kernel/language.ts';
import type * as en from './messages.en.ts';

export const profileMessages: Catalogue<typeof en.profileMessages> = {
  otherVersion: (path, found, known) => `${path} 是 ${found} 格式的画像；本版本读取的是 ${known}。`,
  damaged: (path, what) => `画像 ${path} 已损坏：${what}。`,
  notWhole: '它不是完整的 JSON',
  otherDigest: '其内容与摘要不符',
  unreadable: '无法读取',
  writeAgain: '请用输入 "profile" 从参考数据重新写入。',
};
