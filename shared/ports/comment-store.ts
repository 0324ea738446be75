export interface Comment {
  id: string;
  body: string;
  url: string;
}

/**
 * The comments of one change request. Every member throws ActionError (external) with a reason
 * a person can act on: `unauthorized`, `forbidden`, `not-found`, `invalid`, `rate-limited`,
 * `unavailable`.
 */
export interface CommentStore {
  /** Longest body the forge accepts, in characters. */
  readonly limit: number;
  /** The oldest comment whose body contains `marker` and whose author is, as far as can be told, us. */
  find(marker: string): Promise<Comment | undefined>;
  /** undefined: somebody removed it. */
  read(id: string): Promise<Comment | undefined>;
  create(body: string): Promise<Comment>;
  update(id: string, body: string): Promise<Comment>;
  /** One that is gone already is no error. */
  remove(id: string): Promise<void>;
  /**
   * Take the one lock a comment has, where the forge can give one. Resolves to undefined when
   * another holds it; one whose holder was killed is broken after a while. Absent: the forge has
   * no such primitive.
   *
   * @param again whether it was refused more than once: only then is it worth asking how old it is.
   */
  lock?(id: string, again: boolean): Promise<CommentLock | undefined>;
}

export interface CommentLock {
  release(): Promise<void>;
}
