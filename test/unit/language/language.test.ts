import { afterEach, describe, expect, test } from 'vitest';
import { chooseLanguage, environmentLanguage } from '../../../shared/hosts/choose-language.ts';
import { memoryHost } from '../../../shared/hosts/memory.ts';
import { inLanguages, useLanguage } from '../../../shared/kernel/language.ts';

afterEach(() => useLanguage('en'));

const en = {
  title: 'Rows',
  rows: (count: number): string => `${count} rows`,
  verdicts: { pass: 'pass', fail: 'fail' },
};
const zh = {
  title: '行',
  rows: (count: number) => `${count} 行`,
  verdicts: { pass: '通过', fail: '未通过' },
};

describe('a catalogue', () => {
  test('answers in the language of the moment, also what was taken out of it before', () => {
    const messages = inLanguages(en, zh);
    const { rows, verdicts } = messages;
    expect([messages.title, rows(3), verdicts.fail]).toEqual(['Rows', '3 rows', 'fail']);
    useLanguage('zh');
    expect([messages.title, rows(3), verdicts.fail]).toEqual(['行', '3 行', '未通过']);
  });

  test('has the members of the English one, in its order', () => {
    const { verdicts } = inLanguages(en, zh);
    useLanguage('zh');
    expect(Object.entries(verdicts)).toEqual([
      ['pass', '通过'],
      ['fail', '未通过'],
    ]);
  });
});

describe('the language', () => {
  test.each([
    [{}, 'en'],
    [{ LANG: 'zh_CN.UTF-8' }, 'zh'],
    [{ LANG: 'zh-Hans' }, 'zh'],
    [{ LC_ALL: 'C.UTF-8', LANG: 'zh_CN.UTF-8' }, 'en'],
    [{ LC_MESSAGES: 'zh_TW', LANG: 'de_AT.UTF-8' }, 'zh'],
    [{ LANG: 'de_AT.UTF-8' }, 'en'],
    [{ MLOPS_INPUT_LANGUAGE: 'en', LANG: 'zh_CN.UTF-8' }, 'en'],
    [{ MLOPS_INPUT_LANGUAGE: 'auto', LANG: 'zh_CN.UTF-8' }, 'zh'],
  ] as const)('of the environment %j is %s', (environment, language) => {
    expect(environmentLanguage(environment)).toBe(language);
  });

  test('is what the input says, else what the surroundings say, else English', () => {
    const host = (language?: string) =>
      memoryHost({ inputs: language === undefined ? {} : { language } });
    expect(chooseLanguage(host())).toBe('en');
    expect(chooseLanguage({ ...host(), language: 'zh' })).toBe('zh');
    expect(chooseLanguage({ ...host('auto'), language: 'zh' })).toBe('zh');
    expect(chooseLanguage({ ...host('en'), language: 'zh' })).toBe('en');
    expect(chooseLanguage(host('zh'))).toBe('zh');
  });
});
