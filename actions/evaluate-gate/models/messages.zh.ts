import type { Catalogue } from '../../../shared/kernel/language.ts';
import { count, counted, sideName } from '../messages.zh.ts';
import type * as en from './messages.en.ts';

const units = { file: 'files', run: 'runs', request: 'requests', batch: 'batches' } as const;

export const problems: Catalogue<typeof en.problems> = {
  notAModel: '这要在模型上测量，而挑战者是预测文件',
  championNotAModel: '冠军是预测文件，因此没有可比较的对象；请给出它的模型',
  runsElsewhere: '模型在服务地址之后运行，无法接触其文件和进程',
  noPrice: '需要 `evaluate.price-per-hour`，即这台机器每小时的费用',
  tooFew: (made, needed, unit) =>
    `置信区间需要 ${counted(needed, units[unit])}，而只有 ${count(made)}；请增大 \`evaluate.model.requests\` 或降低 \`evaluate.level\``,
};

export const progressText: typeof en.progressText = (who, done, rows, secondsLeft) => {
  const left = secondsLeft === undefined ? '' : `，还剩 ${Math.ceil(secondsLeft)} 秒`;
  return `正在预测（${sideName(who)}）：${count(done)} / ${count(rows)} 行${left}`;
};

export const progress: Catalogue<typeof en.progress> = {
  timing: '正在测量延迟和吞吐量',
  memory: '正在测量内存',
};

const gains: Readonly<Record<string, string>> = {
  smaller: '更小',
  larger: '更大',
  faster: '更快',
  slower: '更慢',
};

export const compression: Catalogue<typeof en.compression> = {
  title: '原模型 → 压缩后的变体',
  parent: '原模型',
  variant: '变体',
  ratio: '比率',
  times: (ratio, gained, lost) => {
    const [factor, word] = ratio >= 1 ? [ratio, gained] : [1 / ratio, lost];
    const said = gains[word] ?? word;
    if (factor < 1.1) return `${said} ${((1 - 1 / factor) * 100).toFixed(1)} %`;
    return `${said}，${factor.toFixed(factor >= 100 ? 0 : 1)} 倍`;
  },
  sameSize: '与原模型一样大',
  unsureSpeed: '速度没有可测出的差别',
  noWorse: (metric, allowed) =>
    allowed === '0' ? `${metric} 不变差` : `${metric} 变差不超过 ${allowed}`,
  better: (metric) => `${metric} 更好`,
  worse: (metric) => `${metric} 变差超过允许的幅度`,
  unsure: (metric) => `${metric} 未能判定`,
  notComputed: (metric) => `${metric} 未计算`,
  sentence: (parts) => `${parts.join('，')}。`,
};
