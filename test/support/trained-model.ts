import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Digest } from '../../shared/domain/digest.ts';
import { modelIdentity } from '../../shared/domain/model-version.ts';
import type { StepRecord } from '../../shared/domain/record.ts';
import { digestDirectory } from '../../shared/files/digest-file.ts';
import { leaveRecord, stepRecord } from './step-records.ts';

export const dataDigest: Digest = `sha256:${'d'.repeat(64)}`;
export const environmentDigest: Digest = `sha256:${'e'.repeat(64)}`;
export const configDigest: Digest = `sha256:${'c'.repeat(64)}`;
export const commit = '0123456789abcdef0123456789abcdef01234567';

/** What a training step leaves: a model folder and its record. Resolves to the model's identity. */
export async function trainModel(
  directory: string,
  files: Readonly<Record<string, string>> = { 'serve.mjs': 'export {};', 'weights.bin': 'abc' },
  { code = commit, ...given }: Partial<Pick<StepRecord, 'verdict'>> & { code?: string } = {},
): Promise<Digest> {
  for (const [name, content] of Object.entries(files)) {
    const path = join(directory, 'model', name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
  const found = await digestDirectory(join(directory, 'model'));
  const id = modelIdentity({
    files: found,
    config: configDigest,
    code,
    data: dataDigest,
    environment: environmentDigest,
  });
  leaveRecord(
    directory,
    stepRecord('train-on-gpu-runner', {
      ...given,
      subject: {
        commit: code,
        dirty: false,
        data: dataDigest,
        model: id,
        environment: environmentDigest,
      },
      artifacts: found.map((file) => ({ ...file, path: `model/${file.path}` })),
      inputs: { 'config-digest': configDigest, 'model-dir': 'model' },
    }),
  );
  return id;
}

/** What a gate leaves about a model. */
export function judge(
  directory: string,
  model: Digest | null,
  verdict: StepRecord['verdict'] = 'pass',
): void {
  const summary = verdict === 'pass' ? 'AUC .71, no worse than .70' : 'AUC .61, worse than .70';
  leaveRecord(directory, stepRecord('evaluate-gate', { verdict, summary, subject: { model } }));
}
