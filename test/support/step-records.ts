import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { recordVersion, type StepRecord } from '../../shared/domain/record.ts';
import type { StepName } from '../../shared/domain/step.ts';

type GivenRecord = Partial<Omit<StepRecord, 'subject'>> & {
  subject?: Partial<StepRecord['subject']>;
};

/** A record as a step leaves it, with only what a test cares about spelled out. */
export function stepRecord(step: StepName, given: GivenRecord = {}): StepRecord {
  const { subject, ...rest } = given;
  return {
    schema: recordVersion,
    step,
    model: 'flights',
    started: '2026-01-01T10:00:00.000Z',
    finished: '2026-01-01T10:01:00.000Z',
    verdict: 'pass',
    summary: `${step} went well`,
    metrics: [],
    findings: [],
    tables: [],
    series: [],
    artifacts: [],
    inputs: {},
    ...rest,
    subject: { commit: null, dirty: null, data: null, model: null, environment: null, ...subject },
  };
}

/** Leave a record where the next step looks for it. */
export function leaveRecord(directory: string, record: StepRecord, reportDir = '.mlops'): void {
  const path = join(directory, reportDir, 'records', `${record.step}.json`);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, JSON.stringify(record));
}
