import { usageError } from '../../kernel/action-error.ts';
import { nearestName } from '../../kernel/nearest-name.ts';
import type { Source, Sources } from '../../ports/data-source.ts';
import { addresses } from './messages.ts';

const schemes = ['s3', 'gs', 'https', 'http', 'source'] as const;
type Scheme = (typeof schemes)[number];

/** How a name says where it is: undefined for a path of this machine. */
export function schemeOf(name: string): string | undefined {
  const [, scheme] =
    /^([A-Za-z][A-Za-z0-9+.-]+):\/\//u.exec(name) ?? /^(source):/u.exec(name) ?? [];
  return scheme?.toLowerCase();
}

/** A file that holds a query is data that is elsewhere, too. */
export function isQueryFile(name: string): boolean {
  return name.toLowerCase().endsWith('.sql');
}

/** @throws ActionError (usage, `source-unknown`). */
export function knownScheme(scheme: string): Scheme {
  const known = schemes.find((one) => one === scheme);
  if (known !== undefined) return known;
  const near = nearestName(scheme, ['s3', 'gs', 'https']);
  const database = /^(?:postgres|postgresql|mysql|mariadb)$/u.test(scheme);
  throw usageError(
    'source-unknown',
    database ? addresses.database : addresses.unknownScheme(scheme, near),
    database ? addresses.nameQuery : addresses.nameKnown,
  );
}

/**
 * An address, parsed.
 *
 * @throws ActionError (usage, `source-unknown`): it is none, or holds a password.
 */
export function parseAddress(name: string, text: string): URL {
  const url = URL.parse(text);
  if (url === null || url.hostname === '') {
    throw usageError('source-unknown', addresses.notWhole(name), addresses.checkSpelling);
  }
  if (url.username !== '' || url.password !== '') {
    throw usageError('source-unknown', addresses.withPassword(url.host), addresses.leaveOut);
  }
  return url;
}

/** An address as it may be shown: what comes after the path may be a signature. */
export function shownAddress({ protocol, host, pathname }: URL): string {
  return `${protocol}//${host}${pathname}`;
}

/** The source whose prefix fits an address best: a whole server, or whole folders below one. */
export function sourceFor(
  address: URL,
  sources: Sources,
): { readonly name: string; readonly source: Source } | undefined {
  const fitting = Object.entries(sources).flatMap(([name, source]) => {
    const prefix = 'prefix' in source ? source.prefix : undefined;
    return prefix !== undefined && isBelow(address, prefix) ? [{ name, source, prefix }] : [];
  });
  return fitting.toSorted((a, b) => b.prefix.length - a.prefix.length)[0];
}

function isBelow(address: URL, prefix: string): boolean {
  const above = URL.parse(prefix);
  if (above === null || above.protocol !== address.protocol || above.host !== address.host) {
    return false;
  }
  const folder = above.pathname.endsWith('/') ? above.pathname : `${above.pathname}/`;
  return address.pathname === above.pathname || `${address.pathname}/`.startsWith(folder);
}

/** Keep what signed addresses prove themselves with out of logs and records. */
export function maskSignatures(values: unknown, mask: (secret: string) => void): void {
  if (typeof values === 'string') {
    const search = /^https?:\/\/[^?#]*\?([^#]+)/iu.exec(values.trim())?.[1];
    if (search === undefined) return;
    mask(search);
    for (const value of new URLSearchParams(search).values()) {
      // A short value, as a page number, is no secret, and hiding it would shred every text.
      if (value.length >= 16) mask(value);
    }
    return;
  }
  if (typeof values !== 'object' || values === null) return;
  for (const value of Object.values(values)) maskSignatures(value, mask);
}
