import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { stepNames } from '../../../shared/domain/step.ts';

const cli = fileURLToPath(new URL('../../../actions/cli.ts', import.meta.url));

function mlops(...args: string[]): string {
  return execFileSync(process.execPath, [cli, ...args], { encoding: 'utf8' });
}

const script = mlops('completion', 'bash');

/** What bash offers for the last word of a line. */
function offered(...line: string[]): string[] {
  const words = line.map((word) => `'${word}'`).join(' ');
  const ask = `${script}\nCOMP_WORDS=(${words}); COMP_CWORD=${line.length - 1}; _mlops; echo "\${COMPREPLY[*]}"`;
  return execFileSync('bash', ['-c', ask], { encoding: 'utf8' }).trim().split(/\s+/u);
}

describe('completion in bash', () => {
  it('offers every step and command', () => {
    expect(offered('mlops', '')).toEqual(expect.arrayContaining([...stepNames, 'render']));
    expect(offered('mlops', 'dr')).toEqual(['drift-report']);
  });

  it('offers the flags of the step that is typed, and only those', () => {
    expect(offered('mlops', 'data-validate', '--inf')).toEqual(['--infer']);
    expect(offered('mlops', 'register-model', '--inf')).toEqual(['']);
  });

  it('offers the values of a flag that has a few', () => {
    expect(offered('mlops', 'evaluate-gate', '--fail-on', '')).toEqual([
      'fail',
      'inconclusive',
      'never',
    ]);
  });

  it('keeps internal commands to itself', () => {
    expect(script).not.toContain('serve-local-target');
  });
});

describe('completion elsewhere', () => {
  it.each(['zsh', 'fish'])('%s knows every step and its flags', (shell) => {
    const text = mlops('completion', shell);
    for (const step of stepNames) expect(text).toContain(step);
    expect(text).toContain('fail inconclusive never');
  });

  it('names the shells there are for one it does not know', () => {
    expect(() => mlops('completion', 'bas')).toThrow(/Did you mean "bash"/u);
  });
});
