import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { render } from '../../../actions/commands/render.ts';
import { useLanguage } from '../../../shared/kernel/language.ts';
import { leaveRecord, stepRecord } from '../../support/step-records.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

afterEach(() => {
  useLanguage('en');
  vi.restoreAllMocks();
});

const folder = temporaryFolder('render');
leaveRecord(
  folder,
  stepRecord('evaluate-gate', { verdict: 'fail', summary: 'AUC fell by 0.02.', model: 'loans' }),
);

/** The exit code, and what stands on standard output and error. */
async function rendered(...args: string[]) {
  const said: string[] = [];
  const listen = (text: unknown): boolean => said.push(String(text)) > 0;
  vi.spyOn(process.stdout, 'write').mockImplementation(listen);
  vi.spyOn(process.stderr, 'write').mockImplementation(listen);
  return { exitCode: await render(args), output: said.join('') };
}

describe('mlops render', () => {
  it('writes headings and verdicts in the language that is asked for', async () => {
    const records = join(folder, '.mlops', 'records');
    const english = await rendered(records, '--language', 'en');
    expect(english.output).toContain('Gate');
    const chinese = await rendered(records, '--language', 'zh');
    expect(chinese.exitCode).toBe(0);
    expect(chinese.output).toContain('门禁');
    expect(chinese.output).toContain('未通过');
    expect(chinese.output).not.toContain('Gate');
  });

  it("leaves the record's own sentences as their step wrote them, and says so", async () => {
    const page = join(folder, 'report.html');
    const format = ['--format', 'html', '--output', page];
    await rendered(join(folder, '.mlops', 'records'), '--language', 'zh', ...format);
    const html = readFileSync(page, 'utf8');
    expect(html).toContain('<html lang="zh');
    expect(html).toContain('AUC fell by 0.02.');
    useLanguage('en');
    const { output } = await rendered('--help');
    expect(output).toMatch(/A record's own sentences .* stay in the language/su);
  });

  it('names the languages there are for one it does not know', async () => {
    const { exitCode, output } = await rendered('--language', 'fr');
    expect(exitCode).toBe(2);
    expect(output).toBe('mlops render: there is no language "fr".\n  next: Known: en, zh.\n');
  });

  it('says in Chinese what is wrong with a flag', async () => {
    useLanguage('zh');
    const { exitCode, output } = await rendered('--formt', 'html');
    expect(exitCode).toBe(2);
    expect(output).toContain('没有选项 --formt。');
    expect(output).not.toContain('Unknown');
  });
});
