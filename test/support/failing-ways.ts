import type { Failure } from './forges/loopback-server.ts';

/** In the token, and so in every request: it may stand nowhere that outlives the process. */
export const canary = 'c4naryTokenOfThisTest';
export const token = `ghs_${canary}`;
/** How any call can go wrong. */
const failures = {
  403: refusal(403),
  404: refusal(404),
  409: refusal(409),
  422: refusal(422),
  429: { ...refusal(429), headers: { 'retry-after': '2' } },
  '429 for an hour': { ...refusal(429), headers: { 'retry-after': '3600' } },
  500: refusal(500),
  '502 from a proxy': { status: 502, body: '<html><h1>Bad gateway</h1></html>' },
  'a time-out': 'nothing',
  'a cut answer': 'cut',
  'a slow answer': 'slow',
  'a closed connection': 'hang-up',
} as const satisfies Record<string, Failure['answer']>;

function refusal(status: number) {
  // A forge that repeats what it was sent.
  return { status, body: { message: `No, ${token}.` } };
}

/** How a call of this place in the list is made to fail, of `shares` shares of all the ways. */
export function ways(place: number, shares: number): [string, Failure['answer']][] {
  return Object.entries(failures).filter((_, index) => index % shares === place % shares);
}
