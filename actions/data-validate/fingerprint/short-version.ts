/** `md5 1a2b3c4d` of a version as a data tool writes it; what is no digest stays as it is. */
export function shortVersion(version: string): string {
  const [, system, hex] = /^(md5|sha256|dvc2-md5):([0-9a-f]+(?:\.dir)?)$/u.exec(version) ?? [];
  return hex === undefined
    ? version
    : `${system === 'dvc2-md5' ? 'md5' : system} ${hex.slice(0, 8)}`;
}
