/** Where data that was fetched came from. */
export interface DataOrigin {
  /** Its address, without what is secret in one. */
  readonly source: string;
  /**
   * What the other side calls this state of it: `version-id:…`, `generation:…`, `etag:…`,
   * `modified:…`, `commit:…` of lakeFS, or for a database `query-sha256:…`, which says what was asked. Absent where it
   * says nothing.
   */
  readonly version?: string;
}
