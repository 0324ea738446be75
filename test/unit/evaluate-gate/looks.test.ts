import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  countLooks,
  looksFindings,
  luckOf,
  otherLooks,
} from '../../../actions/evaluate-gate/looks/count.ts';
import {
  commitChange,
  judge,
  newRepository,
  register,
  train,
} from '../../support/champion-project.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { csv, predict, simulate } from './predictions.ts';

const rows = simulate(400, 31);
const attempt = (blur: number): string => csv(predict(rows, 0, blur));
const policy = { policy: 'policy.yml' };
const project = (): string => {
  return tempDir({
    'policy.yml': 'metrics: { accuracy: { min: 0.5 } }',
    '.gitignore': '*\n!train.py\n',
  });
};

describe('looks at one test set', () => {
  test('are counted over runs that share nothing but the history of commits', async () => {
    const directory = project();
    newRepository(directory);
    for (const [i, blur] of [0.1, 0.2, 0.3].entries()) {
      if (i > 0) commitChange(directory, `change ${i}`);
      await train(directory, attempt(blur));
      const ran = await judge(directory, policy);
      expect(ran.record?.inputs.looks).toBe(i + 1);
      rmSync(join(directory, '.mlops/records'), { recursive: true });
    }
  });

  test('are known from the registry, where that alone was kept', async () => {
    const directory = project();
    for (const blur of [0.1, 0.2]) {
      await train(directory, attempt(blur));
      await judge(directory, policy);
      await register(directory);
    }
    rmSync(join(directory, '.mlops/records'), { recursive: true });
    await train(directory, attempt(0.3));
    const ran = await judge(directory, policy);
    expect(ran.record?.inputs.looks).toBe(3);
    const finding = ran.record?.findings.find((one) => one.code === 'test-set-reused');
    expect(finding?.message).toBe(
      '3 models judged on these very rows so far: the chance that one worse than allowed passed by luck is at most 7.5 %.',
    );
  });

  test('of the same predictions, and at other rows, do not add up', async () => {
    const directory = project();
    await train(directory, attempt(0.1));
    await judge(directory, policy);
    expect((await judge(directory, policy)).record?.inputs.looks).toBe(1);
    await train(directory, csv(predict(simulate(400, 32), 0, 0.1)));
    expect((await judge(directory, policy)).record?.inputs.looks).toBe(1);
  });
});

test('another test set in between starts no count anew, whichever source knows of it', async () => {
  const directory = project();
  newRepository(directory);
  const elsewhere = csv(predict(simulate(400, 32), 0, 0.1));
  const answers = [attempt(0.1), elsewhere, attempt(0.2), elsewhere, attempt(0.3)];
  const looks: unknown[] = [];
  for (const [i, predictions] of answers.entries()) {
    await train(directory, predictions);
    const ran = await judge(directory, policy);
    looks.push(ran.record?.inputs.looks);
    // From here on the history of commits alone knows.
    if (i === 2) rmSync(join(directory, '.mlops/records'), { recursive: true });
  }
  expect(looks).toEqual([1, 1, 2, 1, 3]);
});

describe('counting', () => {
  const labels = Uint8Array.from([0, 1, 1]);
  const judged = {
    task: 'binary',
    labels,
    challenger: new Float64Array(3),
    challengerKind: 'class',
    slices: [],
  } as const;
  const digest = (i: number): string => `sha256:${i.toString(16).padStart(64, '0')}`;

  test('joins what several sources know, each model once', () => {
    const { testSet } = countLooks(judged, []);
    const earlier = [
      { testSet, lookedBy: [digest(1), digest(2)] },
      { testSet, lookedBy: [digest(2), digest(3)] },
      { testSet: digest(9), lookedBy: [digest(4)] },
      { testSet: null, lookedBy: [digest(5)] },
    ];
    const counted = countLooks(judged, earlier);
    expect(counted.looks).toBe(4);
    expect(countLooks(judged, [counted, ...earlier])).toEqual(counted);
  });

  test('looks at other sets are handed on, a thousand at most, the latest first', () => {
    const many = Array.from({ length: 800 }, (_, i) => digest(i));
    const earlier = [
      { testSet: digest(1), lookedBy: many },
      { testSet: digest(2), lookedBy: [digest(5), digest(4)] },
      { testSet: digest(3), lookedBy: many },
      { testSet: digest(2), lookedBy: [digest(4)] },
      { testSet: null, lookedBy: [digest(4)] },
      { testSet: digest(6), lookedBy: many },
    ];
    const others = otherLooks(digest(1), earlier);
    expect(others.map(({ testSet }) => testSet)).toEqual([digest(2), digest(3), digest(6)]);
    expect(others.map(({ lookedBy }) => lookedBy.length)).toEqual([2, 800, 198]);
    expect(others[0]?.lookedBy).toEqual([digest(4), digest(5)]);
  });

  test('ten looks warn, and chance is never said to be above one', () => {
    const looks = { testSet: digest(0), lookedBy: [], looks: 10 };
    expect(looksFindings(looks, 0.95)[0]?.severity).toBe('warning');
    expect(looksFindings({ ...looks, looks: 1 }, 0.95)).toEqual([]);
    expect(looksFindings(looks, 0.95)[0]?.message).toContain('rows that none has seen');
    expect(luckOf(4, 0.95)).toBeCloseTo(0.1, 12);
    expect(luckOf(100, 0.95)).toBe(1);
  });
});
