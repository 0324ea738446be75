import fc from 'fast-check';
import { expect, test } from 'vitest';
import { redactDeep, secrets } from '../../../shared/hosts/secrets.ts';

test('a secret is hidden wherever it stands, also inside an address or a JSON text', () => {
  const hidden = secrets();
  hidden.add('p@ss/"word"');
  expect(hidden.redact('it is p@ss/"word".')).toBe('it is ***.');
  expect(hidden.redact('https://u:p%40ss%2F%22word%22@host/')).toBe('https://u:***@host/');
  expect(hidden.redact(JSON.stringify({ a: 'p@ss/"word"' }))).toBe('{"a":"***"}');
});

test('each line of a secret of several lines is hidden', () => {
  const hidden = secrets();
  hidden.add('-----BEGIN KEY-----\nabcdefgh\n-----END KEY-----\n');
  expect(hidden.redact('key abcdefgh here')).toBe('key *** here');
});

test('a secret that contains another leaves no tail', () => {
  const hidden = secrets();
  hidden.add('token');
  hidden.add('token-with-more');
  expect(hidden.redact('token-with-more')).toBe('***');
});

test('values too short to be secrets do not shred every text', () => {
  const hidden = secrets();
  hidden.add('a');
  hidden.add('');
  expect(hidden.redact('a banana')).toBe('a banana');
});

test('no string of a structure keeps a secret, and everything else stays', () => {
  const secret = 'ghs_0123456789';
  const hidden = secrets();
  hidden.add(secret);
  const leaf = fc.oneof(fc.string(), fc.integer(), fc.constant(null), fc.constant(`x ${secret} y`));
  const tree = fc.letrec((tie) => ({
    node: fc.oneof(
      { depthSize: 'small' },
      leaf,
      fc.array(tie('node')),
      fc.dictionary(fc.string(), tie('node')),
    ),
  })).node;
  fc.assert(
    fc.property(tree, (value) => {
      const shown = redactDeep(value, hidden.redact);
      expect(JSON.stringify(shown)).toBe(JSON.stringify(value).replaceAll(secret, '***'));
    }),
    { seed: 4, numRuns: 200 },
  );
});
