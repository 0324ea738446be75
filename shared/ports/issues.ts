/** An issue of the forge. */
export interface Issue {
  /** The number people see. */
  readonly id: number;
  readonly url: string;
  readonly isOpen: boolean;
  readonly body: string;
  readonly labels: readonly string[];
}

export interface IssueChange {
  readonly title?: string;
  readonly body?: string;
  /** `duplicate`: closed, and marked as such where the forge can. */
  readonly state?: 'open' | 'closed' | 'duplicate';
}

/**
 * Issues of one repository. Every member throws ActionError (external) with a reason a person can
 * act on: `no-token`, `unauthorized`, `forbidden`, `not-found`, `rate-limited`, `unavailable`.
 */
export interface IssueStore {
  /** Longest body, in characters. */
  readonly limit: number;
  /** Open and closed ones with this label whose body holds `marker` and that we wrote, oldest first. */
  find(label: string, marker: string): Promise<readonly Issue[]>;
  create(title: string, body: string, label: string): Promise<Issue>;
  update(id: number, change: IssueChange): Promise<Issue>;
  comment(id: number, body: string): Promise<void>;
}
