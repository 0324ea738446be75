import type { Catalogue } from '../../../shared/kernel/language.ts';
import type * as en from './messages.en.ts';

export const tables: Catalogue<typeof en.tables> = {
  classes: (count) => `类别：${count} 个`,
  classesNote: (hasChampion) =>
    hasChampion
      ? '挑战者模型每个类别对其余类别的比率，以及相对冠军模型的变化，F1 下降最多的在前。仅展示，不评判：评判的是上面的平均值。'
      : '每个类别对其余类别的比率，F1 最低的在前。仅展示，不评判。',
  confusions: '最常混淆的类别',
  confusionsNote: '某一类别被判为另一类别的行，最频繁的组合在前。',
  unknownClass: '（没有任何行具有的类别）',
};
