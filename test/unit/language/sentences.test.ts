import { describe, expect, test } from 'vitest';
import { sentencesIn, sourceFiles } from './sentences.ts';

/**
 * Files whose sentences are in English only, with how many: errors of adapters, what forges refuse,
 * and the help of commands. A number may only fall.
 */
const english: Readonly<Record<string, number>> = {
  'actions/cli.ts': 1,
  'actions/commands/completion.ts': 1,
  'actions/commands/doctor/forge.ts': 2,
  'actions/commands/doctor/machine.ts': 6,
  'actions/commands/doctor/project.ts': 4,
  'actions/commands/doctor/run.ts': 1,
  'actions/commands/index.ts': 6,
  'actions/commands/migrate-checks.ts': 1,
  'actions/commands/render.ts': 3,
  'actions/evaluate-gate/robustness/expectations.ts': 1,
  'actions/evaluate-gate/threshold-files-slices.ts': 4,
  'actions/evaluate-gate/threshold-files-text-proto.ts': 1,
  'actions/evaluate-gate/threshold-files.ts': 7,
  'shared/adapters/data-files/arrow.ts': 3,
  'shared/adapters/data-files/dvc-outputs.ts': 1,
  'shared/adapters/data-files/dvc.ts': 1,
  'shared/adapters/data-files/file-format.ts': 7,
  'shared/adapters/data-files/git-lfs.ts': 1,
  'shared/adapters/data-files/hive-partitions.ts': 1,
  'shared/adapters/data-files/prepare.ts': 9,
  'shared/adapters/data-files/staging.ts': 2,
  'shared/adapters/data-files/transcode.ts': 1,
  'shared/adapters/duckdb-csv.ts': 5,
  'shared/adapters/duckdb-files.ts': 2,
  'shared/adapters/duckdb-unreadable.ts': 12,
  'shared/adapters/duckdb.ts': 2,
  'shared/adapters/evidence-folder.ts': 9,
  'shared/adapters/local-target/client.ts': 2,
  'shared/adapters/local-target/state-folder.ts': 1,
  'shared/adapters/local-target/traffic.ts': 13,
  'shared/adapters/local-trainer/command.ts': 2,
  'shared/adapters/local-trainer/entry.ts': 6,
  'shared/adapters/local-trainer/process-group.ts': 2,
  'shared/adapters/notifiers/deliver.ts': 2,
  'shared/adapters/notifiers/open-notifier.ts': 4,
  'shared/adapters/oci-layout/layout.ts': 10,
  'shared/adapters/oci-layout/registry.ts': 6,
  'shared/adapters/predictors/apart.ts': 2,
  'shared/adapters/predictors/bench.ts': 2,
  'shared/adapters/pushgateway.ts': 5,
  'shared/adapters/remote/addresses.ts': 7,
  'shared/adapters/remote/errors.ts': 7,
  'shared/adapters/remote/gs/bucket.ts': 4,
  'shared/adapters/remote/gs/credentials.ts': 9,
  'shared/adapters/remote/https.ts': 3,
  'shared/adapters/remote/object-store.ts': 3,
  'shared/adapters/remote/remote-sources.ts': 3,
  'shared/adapters/remote/s3/bucket.ts': 10,
  'shared/adapters/remote/s3/credentials.ts': 4,
  'shared/adapters/remote/send.ts': 2,
  'shared/adapters/remote/sql/mysql.ts': 1,
  'shared/adapters/remote/sql/query-error.ts': 3,
  'shared/adapters/remote/sql/run-query.ts': 3,
  'shared/adapters/replay.ts': 4,
  'shared/adapters/row-feed/row-feed.ts': 1,
  'shared/files/file-lock.ts': 1,
  'shared/hosts/forge-error.ts': 1,
  'shared/hosts/github-change-request.ts': 2,
  'shared/hosts/github-checks.ts': 1,
  'shared/hosts/github-client.ts': 4,
  'shared/hosts/github-comments.ts': 1,
  'shared/hosts/github-commit-checks.ts': 5,
  'shared/hosts/github-deployments.ts': 5,
  'shared/hosts/github-dispatch.ts': 4,
  'shared/hosts/github-issues.ts': 5,
  'shared/hosts/github.ts': 1,
  'shared/hosts/gitlab-change-request.ts': 2,
  'shared/hosts/gitlab-client.ts': 4,
  'shared/hosts/gitlab-dispatch.ts': 5,
  'shared/hosts/gitlab-issues.ts': 5,
  'shared/hosts/gitlab-notes.ts': 1,
  'shared/hosts/gitlab-status.ts': 4,
  'shared/hosts/private-directory.ts': 2,
  'shared/native/load.ts': 1,
  'shared/native/tensorflow.ts': 1,
  'shared/report/open-metrics.ts': 2,
};

describe('English sentences', () => {
  test('are found where they are', () => {
    const found = sentencesIn('shared/report/open-metrics.ts').map(({ text }) => text);
    expect(found).toContain('How long the step took.');
  });

  test('stand in catalogues, but for those that are listed', () => {
    const found = sourceFiles().map((file) => ({ file, sentences: sentencesIn(file) }));
    const beyond = found.filter(({ file, sentences }) => sentences.length > (english[file] ?? 0));
    expect(beyond).toEqual([]);
  });
});
