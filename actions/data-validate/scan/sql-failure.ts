/**
 * Why the engine refused a user's SQL, in one line. Only what it says about names and types is
 * passed on: what it says about values would show them.
 */
export function sqlFailure(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const [line = ''] = text.split('\n');
  if (/^(?:Binder|Catalog|Parser) Error: /u.test(line)) {
    return line.replace(/^\w+ Error: /u, '').replace(/[.!]+$/u, '');
  }
  const kind = /^([A-Za-z ]+ Error)/u.exec(line)?.[1];
  return `a value of the data does not suit it (${kind ?? 'unknown error'}); TRY_CAST and NULLIF can help`;
}
