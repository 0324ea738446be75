import type { Catalogue } from '../../../shared/kernel/language.ts';
import type * as en from './messages.en.ts';

export const environmentMessages: Catalogue<typeof en.environmentMessages> = {
  began: (model: string) => `正在发布 ${model} 的一个版本。`,
  notShown: (environment: string, reason: string) =>
    `代码平台上未显示到 ${environment} 的部署：${reason} 发布继续进行。`,
  noneHere: '本次运行不属于任何能列出部署的代码平台上的提交。',
};
