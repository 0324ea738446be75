import { join } from 'node:path';
import type { StepRecord } from '../domain/record.ts';
import type { Host } from '../ports/host.ts';

export interface PublishOptions {
  reportDir: string;
  comment: 'auto' | 'always' | 'never';
  token: string | undefined;
}

export interface Published {
  /** Path of the HTML report. */
  report: string;
  commentUrl: string | undefined;
}

/**
 * Show a record everywhere the host has a place for it. Never changes the verdict: what could not
 * be published is a warning with the reason, and the report is still on disk.
 */
export async function publish(
  _host: Host,
  _record: StepRecord,
  options: PublishOptions,
): Promise<Published> {
  return { report: join(options.reportDir, 'report.html'), commentUrl: undefined };
}
