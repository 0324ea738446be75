import { usageError } from '../../kernel/action-error.ts';
import type { HttpsSource } from '../../ports/data-source.ts';
import { secretMissing } from './errors.ts';
import { secrets } from './messages.ts';
import type { RemoteObject } from './network.ts';

/** What reads the environment, secrets masked. */
export interface Access {
  secret(variable: string): string | undefined;
  variable(name: string): string | undefined;
}

/** Tokens of the job itself: only the forge that gave them may see them again. */
const ownTokens = /^(?:GITHUB_TOKEN|GH_TOKEN|CI_JOB_TOKEN|GITLAB_TOKEN|ACTIONS_\w+)$/u;
const forgeVariables = ['GITHUB_SERVER_URL', 'GITHUB_API_URL', 'CI_SERVER_URL', 'CI_API_V4_URL'];

/**
 * A file behind an https address.
 *
 * @param name - as the user knows it.
 * @throws ActionError (usage): `secret-missing`, `credentials-unprotected`.
 */
export function httpsObject(
  name: string,
  url: URL,
  source: HttpsSource | undefined,
  access: Access,
): RemoteObject {
  const credentials = source === undefined ? {} : credentialsOf(name, url, source, access);
  if (Object.keys(credentials).length > 0) requireProtection(name, url);
  return { name, request: async () => ({ url, credentials }) };
}

/** @throws ActionError (usage, `credentials-unprotected`): others could read what is sent. */
export function requireProtection(name: string, url: URL): void {
  if (url.protocol === 'https:' || isLoopback(url)) return;
  throw usageError('credentials-unprotected', secrets.unprotected(name), secrets.useHttps);
}

export function isLoopback({ hostname }: URL): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.');
}

function credentialsOf(
  name: string,
  url: URL,
  { bearer, username, password, header }: HttpsSource,
  access: Access,
): Record<string, string> {
  const read = (variable: string): string => {
    if (ownTokens.test(variable) && !isForge(url, access)) throw ownToken(name, variable);
    const value = access.secret(variable);
    if (value === undefined) throw secretMissing(name, variable);
    // What is no text of one line cannot be a header, and Node's own error would quote it.
    if (/^[\t\x20-\x7e]+$/u.test(value)) return value;
    throw usageError('secret-invalid', secrets.noHeader(variable), secrets.onePlainLine);
  };
  const basic =
    username === undefined || password === undefined
      ? undefined
      : Buffer.from(`${read(username)}:${read(password)}`).toString('base64');
  return {
    ...(bearer === undefined ? {} : { authorization: `Bearer ${read(bearer)}` }),
    ...(basic === undefined ? {} : { authorization: `Basic ${basic}` }),
    ...(header === undefined ? {} : { [header.name.toLowerCase()]: read(header.value) }),
  };
}

function isForge({ origin }: URL, { variable }: Access): boolean {
  return forgeVariables.some((name) => URL.parse(variable(name) ?? '')?.origin === origin);
}

function ownToken(name: string, variable: string): Error {
  return usageError('own-token', secrets.ownToken(variable, name), secrets.makeToken);
}
