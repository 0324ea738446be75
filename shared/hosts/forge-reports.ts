import { join } from 'node:path';
import type { StepRecord } from '../domain/record.ts';
import { writeAtomically } from '../files/write-atomically.ts';
import type { Host } from '../ports/host.ts';
import { renderBadge } from '../report/badge.ts';
import { renderCodeQuality } from '../report/code-quality.ts';
import { messages } from './messages.ts';
import { repositoryPath } from './repository-path.ts';

export interface ForgeReportOptions {
  reportDir: string;
  workingDirectory: string;
  /** The model's place in the configuration, as the user named the file. */
  modelLine: { file: string; line: number } | undefined;
}

/**
 * What a forge collects without any token: findings beside lines (`code-quality/<step>.json`), a
 * badge, and on GitLab links to the reports on the job's page (`links/<step>.json`).
 */
export async function writeForgeReports(
  host: Host,
  record: StepRecord,
  records: readonly StepRecord[],
  { reportDir, workingDirectory, modelLine }: ForgeReportOptions,
): Promise<void> {
  const { root } = host.context;
  const place = (file: string): string | undefined => repositoryPath(file, workingDirectory, root);
  const file = modelLine?.file ?? 'mlops.yml';
  const otherwise = { path: place(file) ?? file, line: modelLine?.line ?? 1 };
  const quality = renderCodeQuality(record, { place, otherwise });
  await writeAtomically(join(reportDir, 'code-quality', `${record.step}.json`), quality);
  const badge = renderBadge(records);
  if (badge !== undefined) await writeAtomically(join(reportDir, 'badge.svg'), badge);
  const links = host.name === 'gitlab' ? jobLinks(host, place(reportDir)) : undefined;
  if (links === undefined) return;
  await writeAtomically(join(reportDir, 'links', `${record.step}.json`), links);
}

/** GitLab's annotations report: https://docs.gitlab.com/ci/yaml/artifacts_reports/ */
function jobLinks({ context }: Host, reportDir: string | undefined): string | undefined {
  const { runUrl } = context;
  if (runUrl === undefined || reportDir === undefined) return undefined;
  const link = (label: string, file: string) => ({
    external_link: { label, url: `${runUrl}/artifacts/file/${reportDir}/${file}` },
  });
  const reports = [
    link(messages.reportLink, 'report.html'),
    link(messages.commentLink, 'comment.md'),
  ];
  return `${JSON.stringify({ mlops: reports }, null, 2)}\n`;
}
