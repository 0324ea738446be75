export interface Comment {
  id: string;
  body: string;
  url: string;
}

/**
 * The comments of one change request. Every member throws ActionError (external) with a reason
 * a person can act on: `forbidden`, `not-found`, `invalid`, `rate-limited`, `unavailable`.
 */
export interface CommentStore {
  /** Longest body the forge accepts, in characters. */
  readonly limit: number;
  /** The oldest comment whose body contains `marker`, written by anyone who may write here. */
  find(marker: string): Promise<Comment | undefined>;
  read(id: string): Promise<Comment | undefined>;
  create(body: string): Promise<Comment>;
  update(id: string, body: string): Promise<Comment>;
  remove(id: string): Promise<void>;
  /**
   * Take the one lock a comment has, where the forge can give one (a reaction is created at most
   * once per user, and the answer says whether it was this call that created it). Resolves to
   * undefined when another holds it. Absent: the forge has no such primitive.
   */
  lock?(id: string): Promise<CommentLock | undefined>;
}

export interface CommentLock {
  release(): Promise<void>;
}
