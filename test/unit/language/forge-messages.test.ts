import { afterEach, describe, expect, test } from 'vitest';
import { forgeError } from '../../../shared/hosts/forge-error.ts';
import { forgeActions, forgeThings, githubAdvice } from '../../../shared/hosts/forge-messages.ts';
import * as zh from '../../../shared/hosts/forge-messages.zh.ts';
import { useLanguage } from '../../../shared/kernel/language.ts';

afterEach(() => useLanguage('en'));

/** What a person reads of a refusal to read comments, in the language of the moment. */
function refusal(status: number | undefined, retryAfter?: number): string {
  const request = forgeThings.pullRequest(7, 'octo/flights');
  const action = forgeActions.readComments(request);
  const asked = { forge: 'GitHub', action, status, detail: 'Nope', retryAfter };
  const { message, hint } = forgeError(asked, githubAdvice.comment);
  return `${message} ${hint ?? ''}`.trim();
}

describe('what a forge refuses', () => {
  test.each([
    [401, 'GitHub does not accept the token (401 Nope). Give the input "token"'],
    [
      403,
      'GitHub does not allow this token to read the comments on pull request 7 of octo/flights (403 Nope). Give the job',
    ],
    [404, 'GitHub finds nothing there to read the comments on pull request 7 of octo/flights'],
    [422, 'GitHub refused to read the comments on pull request 7 of octo/flights as invalid'],
    [500, 'GitHub had an error when asked to read the comments on pull request 7 of octo/flights'],
    [undefined, 'GitHub did not answer when asked to read the comments on pull request 7'],
  ])('%s is said in one English sentence with the action', (status, said) => {
    expect(refusal(status)).toContain(said);
  });

  test('is said in Chinese as a whole: the forge, the action, the request and the advice', () => {
    useLanguage('zh');
    expect(refusal(403)).toBe(
      'GitHub 不允许该令牌执行以下操作：读取 octo/flights 的拉取请求 7 上的评论（403 Nope）。 请为作业设置 `permissions: pull-requests: write`。对于来自复刻的拉取请求，令牌只能读取：请改用 workflow_run 工作流写评论。',
    );
    expect(refusal(429, 30)).toBe(
      'GitHub 收到的以下请求过多：读取 octo/flights 的拉取请求 7 上的评论，要求等待 30 秒（429 Nope）。 请稍后重新运行作业。',
    );
  });

  test('has no action left in English', () => {
    for (const [name, action] of Object.entries(zh.forgeActions)) {
      // Each takes texts and numbers, and a digit is no word.
      const said = typeof action === 'string' ? action : Reflect.apply(action, undefined, [1, 2]);
      expect(`${name} ${said}`).toMatch(/^\w+ [^a-z]*[\u4e00-\u9fff][^a-z]*$/u);
    }
  });
});
