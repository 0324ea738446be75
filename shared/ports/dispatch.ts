/** Work to start on the forge. Values are plain text, at most a few hundred characters each. */
export type DispatchRequest =
  | {
      readonly kind: 'event';
      /** `event_type` of a repository_dispatch. */
      readonly event: string;
      readonly values: Readonly<Record<string, string>>;
    }
  | {
      readonly kind: 'workflow';
      /** File name, as cd.yml. */
      readonly workflow: string;
      /** Default: the branch of this run. */
      readonly ref: string | undefined;
      readonly values: Readonly<Record<string, string>>;
    }
  | {
      readonly kind: 'pipeline';
      readonly ref: string;
      /** Environment variable with the trigger token. Default: the job's own token. */
      readonly token: string | undefined;
      readonly values: Readonly<Record<string, string>>;
    };

/** Starts workflows or pipelines of the repository this run belongs to. */
export interface Dispatch {
  /** Which requests this forge understands. */
  readonly kinds: readonly DispatchRequest['kind'][];
  /**
   * Resolves once the forge has accepted it, to the address of the run where the forge says it.
   *
   * @throws ActionError (external), with a reason a person can act on.
   */
  start(request: DispatchRequest): Promise<string | undefined>;
}
