import type { Catalogue } from '../../../shared/kernel/language.ts';
import { count } from '../messages.zh.ts';
import type * as en from './messages.en.ts';

export const texts: Catalogue<typeof en.texts> = {
  flipped: (listed, all) =>
    listed < all ? `翻转的样本：${count(all)} 个中最差的 ${listed} 个` : `翻转的样本：${listed} 个`,
  flippedNote: '由对变错的在前，变化最大的在前。',
  errors: (listed) => `误差增大最多的 ${listed} 行`,
  errorsNote: '与冠军模型相比的绝对误差。',
  rowNote: '行号以挑战者模型的文件为准。',
  otherClass: (positive) => (positive === '1' ? '0' : `非 ${positive}`),
};
