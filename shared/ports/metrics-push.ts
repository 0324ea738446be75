/** Where figures are handed to a monitoring system that asks others only, and cannot ask a job. */
export interface MetricsPush {
  /**
   * Replace everything kept under the grouping key by `text`.
   *
   * @param address of the service, as the user gave it.
   * @param grouping labels by which the figures are kept; `job` is the first.
   * @param text OpenMetrics.
   * @throws ActionError (usage, `pushgateway-address`; external, `pushgateway-refused` or
   *   `pushgateway-unreachable`).
   */
  replace(
    address: string,
    grouping: Readonly<Record<string, string>>,
    text: string,
    signal: AbortSignal,
  ): Promise<void>;
}
