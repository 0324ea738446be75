export const environmentMessages = {
  began: (model: string) => `Rolling out a version of ${model}.`,
  notShown: (environment: string, reason: string) =>
    `The deployment to ${environment} is not shown on the forge: ${reason} The rollout goes on.`,
  noneHere: 'This run belongs to no commit of a forge that lists deployments.',
};
