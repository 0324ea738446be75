/**
 * What a user's own command gets to see of this process's environment: everything but what belongs
 * to this step alone. Our inputs (among them the token), the runner's internal credentials and the
 * files our outputs go to are left out, as a `run:` step would not have them either.
 */
export function commandEnvironment(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Readonly<Record<string, string | undefined>> {
  const ours =
    /^(?:INPUT_|STATE_|MLOPS_INPUT_|GITHUB_(?:OUTPUT|STATE)$|ACTIONS_(?:RUNTIME|RESULTS|CACHE|ID_TOKEN)_)/u;
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !ours.test(name)));
}
