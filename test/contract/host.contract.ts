import { expect, test } from 'vitest';
import type { Host, HostPhase } from '../../shared/ports/host.ts';

/** A host under test, and what a person or a later job would see of what it was told. */
export interface HostUnderTest {
  host: Host;
  /** Outputs as they would reach a later step or job. */
  outputs(): Record<string, string>;
  /** Everything printed so far, as it would be shown. */
  printed(): string;
  /** The Markdown of the summary page, or undefined where the host has none. */
  summary(): string | undefined;
  /** The same job's next process for this step. */
  nextProcess(): Host;
}

export interface HostCase {
  name: string;
  make(inputs: Readonly<Record<string, string>>): HostUnderTest;
  /** The phase of a step's first process. */
  phase: HostPhase;
  /** Whether state outlives the process. */
  keepsState: boolean;
}

/** What every host must keep, whatever it runs on. Steps rely on nothing else. */
export function testHost({ name, make, phase, keepsState }: HostCase): void {
  test(`${name}: an input is what was given, to the letter; another is undefined`, () => {
    const value = '  { rate: 0.1 }, "ü" 日本 = % \\n ';
    const { host } = make({ 'max-regression': '0.1', params: value });
    expect(host.input('max-regression')).toBe('0.1');
    expect(host.input('params')).toBe(value);
    expect(host.input('label')).toBeUndefined();
  });

  test(`${name}: outputs arrive, the last one counts`, () => {
    const { host, outputs } = make({});
    host.output('promote', 'false');
    host.output('promote', 'true');
    host.output('comment-url', 'https://example.com/a?b=c&d=%20#e');
    host.output('report', '');
    expect(outputs()).toMatchObject({
      promote: 'true',
      'comment-url': 'https://example.com/a?b=c&d=%20#e',
    });
  });

  test(`${name}: state is there at once, and for the next process where there is one`, () => {
    const { host, nextProcess } = make({});
    expect(host.state.get('machine')).toBeUndefined();
    host.state.set('machine', 'i-1\n"two" lines');
    host.state.set('other', 'x');
    expect(host.state.get('machine')).toBe('i-1\n"two" lines');
    if (keepsState) expect(nextProcess().state.get('machine')).toBe('i-1\n"two" lines');
  });

  test(`${name}: the first process does the step itself`, () => {
    expect(make({}).host.phase).toBe(phase);
  });

  test(`${name}: a masked value is in nothing that is written afterwards`, async () => {
    const { host, outputs, printed, summary } = make({});
    const secret = 's3cret-v@lue';
    host.mask(secret);
    host.log('info', `a ${secret}`);
    host.log('warning', `b ${secret}`);
    host.progress(`c ${secret}`);
    await host.group(`d ${secret}`, async () => undefined);
    host.annotate({ level: 'error', title: `e ${secret}`, message: `f ${secret}` });
    host.output('promote', secret);
    host.state.set('key', secret);
    await host.summary(`g ${secret}`);
    expect(host.redact(`h ${secret}`)).toBe('h ***');
    const seen = [
      printed(),
      JSON.stringify(outputs()),
      summary() ?? '',
      make({}).host.state.get('key'),
    ];
    expect(seen.join('\n').includes(secret)).toBe(false);
    expect(printed()).toContain('a ***');
  });

  test(`${name}: the value of a variable that is named as a secret is masked from then on`, () => {
    const { host, printed } = make({});
    expect(host.secret?.('MLOPS_UNHEARD_OF')).toBeUndefined();
    expect(host.secret?.('MLOPS_CONTRACT_SECRET')).toBe('s3cret-of-the-environment');
    host.log('info', 'it is s3cret-of-the-environment');
    expect(host.redact('s3cret-of-the-environment')).toBe('***');
    expect(printed()).toContain('it is ***');
    expect(printed()).not.toContain('s3cret-of-the-environment');
  });

  test(`${name}: messages of every level and annotations with their place are shown`, () => {
    const { host, printed } = make({});
    for (const level of ['info', 'notice', 'warning', 'error'] as const)
      host.log(level, `of ${level}`);
    host.annotate({
      level: 'warning',
      title: 'Drift',
      message: 'moved',
      file: 'mlops.yml',
      line: 3,
    });
    for (const level of ['info', 'notice', 'warning', 'error'])
      expect(printed()).toContain(`of ${level}`);
    expect(printed()).toMatch(/mlops\.yml/u);
    expect(printed()).toMatch(/Drift/u);
    expect(printed()).toMatch(/moved/u);
  });

  test(`${name}: a group gives back what its body gives, and passes its error on`, async () => {
    const { host, printed } = make({});
    await expect(host.group('Training', async () => 42)).resolves.toBe(42);
    await expect(host.group('Training', () => Promise.reject(new Error('no')))).rejects.toThrow(
      'no',
    );
    expect(printed()).toContain('Training');
  });

  test(`${name}: a summary is kept, or the host says that it has none`, async () => {
    const { host, summary } = make({});
    const kept = await host.summary('## Gate\n\nfine');
    expect(kept).toBe(summary() !== undefined);
    if (kept) expect(summary()).toContain('## Gate\n\nfine');
  });

  test(`${name}: there is a directory for temporary files`, async () => {
    const { host } = make({});
    const { writeFileSync, rmSync } = await import('node:fs');
    const path = `${host.tempDir}/contract-${process.pid}`;
    writeFileSync(path, 'x');
    rmSync(path);
  });

  test(`${name}: without a change request there is none, and no error`, async () => {
    const { host } = make({});
    expect(await host.changeRequest?.(undefined)).toBeUndefined();
  });
}
