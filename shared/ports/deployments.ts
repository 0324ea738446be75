/** `inactive`: what was deployed there is not served any more. */
export type DeploymentState = 'in_progress' | 'success' | 'failure' | 'error' | 'inactive';

export interface DeploymentChange {
  state: DeploymentState;
  /** One line of plain text. */
  description: string;
  /** Where what was deployed answers, where it can be reached by others. */
  environmentUrl: string | undefined;
}

/** A deployment of this run's commit, as the forge lists it. */
export interface ForgeDeployment {
  change(change: DeploymentChange): Promise<void>;
}

/** What the forge knows about what runs where. Members throw ActionError (external). */
export interface Deployments {
  /**
   * The deployment of this run's commit to an environment; a re-run finds the one it made.
   *
   * @param task what is deployed, so that two models of one environment do not replace each other.
   */
  begin(environment: string, task: string, description: string): Promise<ForgeDeployment>;
}
