/** On any other machine nobody answers, and a step must not wait for that. */
const longestMs = 1_000;

/**
 * Ask the service that tells a cloud machine who it is.
 *
 * @returns its answer, or undefined where there is none.
 */
export async function askMetadata(
  address: string,
  headers: Readonly<Record<string, string>>,
  method: 'GET' | 'PUT' = 'GET',
): Promise<string | undefined> {
  try {
    const signal = AbortSignal.timeout(longestMs);
    const answer = await fetch(address, { method, headers, redirect: 'error', signal });
    return answer.ok ? await answer.text() : undefined;
  } catch {
    return undefined;
  }
}
