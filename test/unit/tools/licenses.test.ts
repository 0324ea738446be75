import { expect, test } from 'vitest';
import { groupLicenses } from '../../../shared/tools/licenses.ts';

const known: Readonly<Record<string, string>> = { '@a/one': 'MIT', two: 'MIT', three: 'ISC' };
const licenseOf = (name: string): string | undefined => known[name];

const mit = 'MIT License\n\nCopyright A\n\nPermission is granted.\n\n  AS IS.';
const isc = 'Copyright B\n\nISC\ntwo\nPermission.';

test('a text that several packages share stands once, below all their names', () => {
  const text = `@a/one\nMIT\n${mit}\n\nthree\nISC\n${isc}\n\ntwo\nMIT\n${mit}\n\n`;
  const grouped = groupLicenses(text, licenseOf);
  const line = '-'.repeat(80);
  expect(grouped).toBe(`@a/one (MIT)\ntwo (MIT)\n\n${mit}\n\n${line}\n\nthree (ISC)\n\n${isc}\n`);
});

test('another copyright is another text', () => {
  const other = mit.replace('Copyright A', 'Copyright C');
  const grouped = groupLicenses(`@a/one\nMIT\n${mit}\n\ntwo\nMIT\n${other}\n`, licenseOf);
  expect(grouped).toContain('Copyright A');
  expect(grouped).toContain('Copyright C');
});

test('what is no list of licences is refused', () => {
  expect(() => groupLicenses('Not found\n', licenseOf)).toThrow('"Not found"');
});
