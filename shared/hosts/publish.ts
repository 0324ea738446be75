import { join } from 'node:path';
import type { StepRecord } from '../domain/record.ts';
import { stepNames } from '../domain/step.ts';
import { writeAtomically } from '../files/write-atomically.ts';
import type { Evidence } from '../ports/evidence.ts';
import type { Host } from '../ports/host.ts';
import { mergeSection } from '../report/comment.ts';
import { renderJunit } from '../report/junit.ts';
import { renderSummary } from '../report/markdown.ts';
import { messages as reportMessages } from '../report/messages.ts';
import { renderOpenMetrics } from '../report/open-metrics.ts';
import { annotateFindings } from './annotate-findings.ts';
import { writeForgeReports } from './forge-reports.ts';
import { sendEvidence } from './github-artifacts-send.ts';
import { messages } from './messages.ts';
import { type CommentOptions, publishComment } from './publish-comment.ts';
import type { RunningComment } from './running-comment.ts';
import type { RunningCheck } from './show-check.ts';

export interface PublishOptions extends CommentOptions {
  reportDir: string;
  /** Where the files a record names are. */
  workingDirectory: string;
  /** The records that are there, this one among them. */
  evidence: Evidence;
  /** The model's place in the configuration. */
  modelLine: { file: string; line: number } | undefined;
  /** That the step is under way, in the comment. */
  running: RunningComment;
  /** The step's check beside its commit. */
  check: RunningCheck;
  /** Why the step could not conclude, if so. It is reported last of all, so not here as well. */
  error: unknown;
}

export interface Published {
  /** Path of the HTML report. */
  report: string;
  commentUrl: string | undefined;
}

const commentLimit = 65_536;
const summaryLimit = 1024 * 1024;

/**
 * Show a record everywhere the host has a place for it. Never changes the verdict: what could not
 * be published is a warning with the reason, and the report is still on disk.
 */
export async function publish(
  host: Host,
  record: StepRecord,
  options: PublishOptions,
): Promise<Published> {
  const report = join(options.reportDir, 'report.html');
  const attempt = async <T>(what: string, body: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await body();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      host.log('warning', messages.couldNotWrite(what, reason));
      return undefined;
    }
  };
  const concluded = options.error === undefined;
  const records = await recordsOf(host, record, options);
  await attempt(messages.published.textReports, () =>
    writeTextReports(host, record, records, options),
  );
  await attempt(messages.published.forgeReports, () =>
    writeForgeReports(host, record, records, options),
  );
  const hasLines = await options.check.conclude(record, options.error);
  if (concluded)
    await attempt(messages.published.annotations, async () =>
      annotateFindings(host, record, hasLines),
    );
  await attempt(messages.published.summary, () => publishSummary(host, record));
  await options.running.end();
  const commentUrl = await publishComment(host, record, options);
  await attempt(messages.published.html, () => writeHtml(report, records));
  await attempt(messages.published.evidence, () =>
    sendEvidence(host, record, options.workingDirectory, records),
  );
  if (concluded) host.log('info', lastLine(record));
  return { report, commentUrl };
}

/** Write a record that a later one of the same run replaces, and its figures; nothing else is shown. */
export async function publishInterim(
  host: Host,
  record: StepRecord,
  { reportDir, evidence }: Pick<PublishOptions, 'reportDir' | 'evidence'>,
): Promise<void> {
  try {
    await evidence.write(record);
    await writeAtomically(join(reportDir, 'metrics.txt'), renderOpenMetrics([record]));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    host.log('warning', messages.couldNotWrite(messages.published.interim, reason));
  }
}

/** The verdict, and its reason where no annotation has just said it in the same words. */
function lastLine({ step, verdict, summary, findings }: StepRecord): string {
  const isSaid = findings.some((each) => each.severity !== 'info' && each.message === summary);
  const { stepTitles, verdictWords } = reportMessages;
  const judged = { verdict, word: verdictWords[verdict] };
  return messages.lastLine(stepTitles[step], judged, isSaid ? undefined : summary);
}

/** Every step's record of this model, in order. One that cannot be read is said and left out. */
async function recordsOf(
  host: Host,
  own: StepRecord,
  { evidence, error: reported }: PublishOptions,
): Promise<StepRecord[]> {
  const records: StepRecord[] = [];
  for (const step of stepNames) {
    if (step === own.step) {
      records.push(own);
      continue;
    }
    try {
      const record = await evidence.read(step);
      if (record !== undefined) records.push(record);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (reported instanceof Error && reported.message === reason) continue;
      host.log('warning', messages.leavesOut(step, reason));
    }
  }
  return records;
}

async function writeTextReports(
  host: Host,
  record: StepRecord,
  records: readonly StepRecord[],
  { reportDir, chain }: PublishOptions,
): Promise<void> {
  const { commit, runUrl } = host.context;
  const now = new Date(record.finished);
  let comment: string | undefined;
  for (const each of records) {
    comment = mergeSection(comment, each, { limit: commentLimit, runUrl, commit, now, chain });
  }
  await writeAtomically(join(reportDir, 'comment.md'), `${comment ?? ''}\n`);
  // A file a step: a forge that collects them job by job would count earlier steps again.
  await writeAtomically(join(reportDir, 'junit', `${record.step}.xml`), renderJunit([record]));
  await writeAtomically(join(reportDir, 'metrics.txt'), renderOpenMetrics(records));
}

async function publishSummary(host: Host, record: StepRecord): Promise<void> {
  await host.summary(renderSummary(record, { limit: summaryLimit }));
}

/** Loaded where it is needed: the chart library costs more than most steps do. */
async function writeHtml(path: string, records: readonly StepRecord[]): Promise<void> {
  const { renderHtml } = await import('../report/html.ts');
  await writeAtomically(path, await renderHtml(records));
}
