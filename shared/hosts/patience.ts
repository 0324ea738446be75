/** How patient to be with a forge. Tests make it impatient. */
export interface Patience {
  /** For one request, in milliseconds. */
  timeoutMs: number;
  /** How often a request that failed for no reason of ours is repeated. */
  retries: number;
  /** The longest rest a forge may ask for, in seconds; beyond it we give up. */
  longestRestS: number;
  /** How long a second of waiting is, in milliseconds. */
  secondMs: number;
}

export const defaultPatience: Patience = {
  timeoutMs: 10_000,
  retries: 2,
  longestRestS: 30,
  secondMs: 1_000,
};
