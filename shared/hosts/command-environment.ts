export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * What a user's own command gets to see of this process's environment: everything but what belongs
 * to this step alone. Our inputs (among them the token), the runner's internal credentials and the
 * files our outputs go to are left out, as a `run:` step would not have them either.
 */
export function commandEnvironment(environment: Environment = process.env): Environment {
  const ours =
    /^(?:INPUT_|STATE_|MLOPS_INPUT_|GITHUB_(?:OUTPUT|STATE)$|ACTIONS_(?:RUNTIME|RESULTS|CACHE|ID_TOKEN)_)/u;
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !ours.test(name)));
}

/** Shorter values are words, and hiding every "yes" would make a log unreadable. */
const shortestSecret = 8;

/**
 * Values of the environment that are secrets by the name of their variable. Forges mask the ones
 * they know in their own logs, but not in the files and comments a step writes.
 */
export function secretValues(environment: Environment = process.env): readonly string[] {
  const secret = /TOKEN|SECRET|PASSW(?:OR)?D|CREDENTIAL|(?:API|ACCESS|PRIVATE|ACCOUNT)_?KEY/iu;
  return Object.entries(environment).flatMap(([name, value]) =>
    secret.test(name) && value !== undefined && value.trim().length >= shortestSecret
      ? [value.trim()]
      : [],
  );
}
