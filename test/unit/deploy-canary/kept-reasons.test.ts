import { expect, test } from 'vitest';
import { keptReasons, keptWith } from '../../../actions/deploy-canary/kept-reasons.ts';
import * as en from '../../../actions/deploy-canary/messages.en.ts';
import { messages as zh } from '../../../actions/deploy-canary/messages.zh.ts';

const kept = [
  ...Object.values(keptReasons),
  keptWith.step(2),
  keptWith.inPlaceOf('v1'),
  keptWith.otherAskedFor('v3'),
];

test('reasons in the state are English, and shown in the language of the reader', () => {
  expect(kept.map(en.reason)).toEqual(kept);
  expect(kept.map(zh.reason)).toEqual([
    '再次提供服务',
    '继续发布',
    '第一个版本',
    '通过了所有步骤',
    '按要求执行',
    '该步骤被停止',
    '该步骤无法继续',
    '第 2 步',
    '取代 v1',
    '要求发布 v3',
  ]);
});

test('a reason that another version wrote is shown as it is', () => {
  expect(['too-little-data', '', '按要求'].map(zh.reason)).toEqual([
    'too-little-data',
    '',
    '按要求',
  ]);
});
