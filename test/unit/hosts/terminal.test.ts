import { expect, test } from 'vitest';
import { lineLog } from '../../../shared/hosts/terminal.ts';
import { type TestIoOptions, testIo } from '../../support/test-io.ts';

function write(options: TestIoOptions, body: (log: ReturnType<typeof lineLog>) => void): string {
  const io = testIo(options);
  body(lineLog(io, io.stderr, (text) => text.replaceAll('s3cret', '***')));
  return io.err();
}
const warn = (options: TestIoOptions): string =>
  write(options, (log) => log.log('warning', 'careful'));

test('colours on a terminal, plain lines elsewhere; NO_COLOR and FORCE_COLOR decide', () => {
  expect(warn({})).toBe('warning: careful\n');
  expect(warn({ isTTY: true })).toBe('\u001b[33mwarning: careful\u001b[0m\n');
  expect(warn({ isTTY: true, env: { NO_COLOR: '1' } })).toBe('warning: careful\n');
  expect(warn({ isTTY: true, env: { NO_COLOR: '' } })).toBe(
    '\u001b[33mwarning: careful\u001b[0m\n',
  );
  expect(warn({ isTTY: true, env: { TERM: 'dumb' } })).toBe('warning: careful\n');
  expect(warn({ env: { FORCE_COLOR: '1' } })).toBe('\u001b[33mwarning: careful\u001b[0m\n');
  expect(warn({ isTTY: true, env: { FORCE_COLOR: '0' } })).toBe('warning: careful\n');
  expect(warn({ env: { FORCE_COLOR: '1', NO_COLOR: '1' } })).toBe('warning: careful\n');
});

test('progress replaces itself on a terminal, and a message does not stick to it', () => {
  const text = write({ isTTY: true, env: { NO_COLOR: '1' } }, (log) => {
    log.progress('epoch 1');
    log.progress('epoch 2');
    log.log('info', 'done');
  });
  expect(text).toBe('\r\u001b[Kepoch 1\r\u001b[Kepoch 2\r\u001b[Kdone\n');
});

test('progress is thinned out where lines stay', () => {
  let now = 0;
  const text = write({ now: () => now }, (log) => {
    for (now = 0; now < 25_000; now += 1_000) log.progress(`second ${now / 1000}`);
  });
  expect(text).toBe('second 0\nsecond 10\nsecond 20\n');
});

test('text from data neither moves the cursor nor shows a secret', () => {
  const text = write({ isTTY: true, env: { NO_COLOR: '1' } }, (log) =>
    log.log('info', 'a\u001b[2Jb\u001b]0;title\u0007c\rd\u0008 s3cret'),
  );
  expect(text).toBe('abc\nd ***\n');
});

test('debug lines are for those who ask', () => {
  const debug = (env: Record<string, string>) => write({ env }, (log) => log.log('debug', 'x'));
  expect(debug({})).toBe('');
  expect(debug({ MLOPS_DEBUG: '1' })).toBe('debug: x\n');
});
