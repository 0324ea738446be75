/** A writer that has held a comment's lock this long was killed. */
export const lockLifetimeMs = 30_000;
