/**
 * The licences of bundled packages with each text once, below the names of all packages that come
 * with exactly this text, its copyright lines included. Nothing is left out and nothing reworded.
 *
 * @param text as ncc writes it: name, licence and text of each package, one after another
 * @param licenseOf what a package says its licence is; undefined: there is no such package
 * @throws Error where the text does not begin with a package, and so is not what ncc writes
 */
export function groupLicenses(
  text: string,
  licenseOf: (name: string) => string | undefined,
): string {
  const lines = text.split('\n');
  const starts = lines.flatMap((name, i) => {
    const isAlone = i === 0 || lines[i - 1] === '';
    return isAlone && name !== '' && lines[i + 1] === licenseOf(name) ? [i] : [];
  });
  if (starts[0] !== 0) throw new Error(`licences begin with "${lines[0]}", which is no package`);
  const packagesOf = new Map<string, string[]>();
  for (const [i, start] of starts.entries()) {
    const [name = '', license = ''] = lines.slice(start, start + 2);
    const own = lines.slice(start + 2, starts[i + 1]).join('\n');
    const key = own.replace(/^\n+|\s+$/gu, '');
    packagesOf.set(key, [...(packagesOf.get(key) ?? []), `${name} (${license})`]);
  }
  const groups = [...packagesOf].map(([own, names]) => `${names.join('\n')}\n\n${own}\n`);
  return groups.join(`\n${'-'.repeat(80)}\n\n`);
}
