import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { StepRecord } from '../../../shared/domain/record.ts';
import { stepNames } from '../../../shared/domain/step.ts';
import { commentMarker, mergeSection } from '../../../shared/report/comment.ts';
import { forgeHtml, mergeAll } from '../../gallery/forge-html.ts';
import * as gallery from '../../gallery/states.ts';
import { makeRecord } from '../../gallery/states.ts';
import { arbitraryRecord } from './arbitrary-record.ts';
import { recordOf } from './hostile-record.ts';
import { decode, readMarkup } from './markup.ts';

const options = {
  limit: 65_536,
  reportUrl: 'https://forge.example/report.html',
  runUrl: 'https://forge.example/run',
  now: new Date('2026-01-31T14:02:00Z'),
};
const merge = (existing: string | undefined, record: StepRecord, limit = options.limit): string =>
  mergeSection(existing, record, { ...options, limit });
/** What a person reads, a line a block, in the order of the page. */
const shown = (body: string): string =>
  decode(
    forgeHtml(body)
      .replace(/<!--[\s\S]*?-->/gu, '')
      .replace(/<[^>]*>/gu, ' '),
  ).replace(/\s+/gu, ' ');
const section = (body: string, step: string): string =>
  new RegExp(
    `<!-- mlops-actions section=${step} [\\s\\S]*?<!-- mlops-actions end=${step} -->`,
    'u',
  ).exec(body)?.[0] ?? '';

describe('the head of a comment', () => {
  const body = mergeAll(gallery.states.pass ?? []);
  const lines = body.split('\n').filter((line) => line !== '');

  test('starts with the verdict, the model and the sentence that decided', () => {
    expect(lines[0]).toBe('<!-- mlops-actions model=flights -->');
    expect(lines[1]).toBe(
      '### ✅ Pass · flights: better than the champion on 412,033 held-out flights, no slice lost.',
    );
  });

  test('goes on with the number that matters and what else to look at', () => {
    expect(lines[2]).toBe(
      '**AUC +0.0121** (95 % interval +0.0098 to +0.0144, 0.6611 → 0.6732, better). 5 of 6 steps have run. 1 more thing to look at: Drift (warning).',
    );
  });

  test('does not repeat a number that the sentence has', () => {
    const summary = 'AUC +0.0121 on 9 rows: better than the champion';
    expect(mergeAll([{ ...gallery.gate, summary }]).split('\n\n')[2]).toBe(
      '1 of 6 steps have run.',
    );
  });

  test('has a row for each step, run or not', () => {
    const rows = lines.slice(5, 11).map((line) => line.replaceAll('\u00a0', ' '));
    expect(rows[0]).toBe('| ✅ **Data** | 41 checks on 1,432,120 rows, none failed. |');
    expect(rows[4]).toBe('| ⏸️ **Canary** | **not run yet** for this change |');
    expect(rows[5]).toMatch(/^\| ⚠️ \*\*Drift\*\* \| \*\*warning\*\*: 1 of 9 columns moved/u);
  });

  test('has one row for several steps that have not run', () => {
    const body = mergeAll([gallery.gate]).replaceAll('\u00a0', ' ');
    expect(body).toMatch(/\| ✅ \*\*Gate\*\* \| .*\n\| ⏸️ \*\*5 steps\*\* \| /u);
    expect(body).toContain(
      '| ⏸️ **5 steps** | **not run yet**: Data, Training, Registry, Canary, Drift |\n',
    );
  });

  test('names the first step of the chain that failed, not what followed from it', () => {
    const body = mergeAll([
      makeRecord({ step: 'register-model', verdict: 'fail', summary: 'The gate did not pass.' }),
      gallery.worseGate,
      gallery.data,
    ]);
    expect(body).toContain('### ❌ Fail · flights: worse than the champion');
    expect(body).toContain('**AUC −0.0209**');
  });

  test('an undecided gate is not a failure and says what would decide', () => {
    const body = mergeAll(gallery.states.inconclusive ?? []);
    expect(body).toMatch(/^### 🟡 Inconclusive · flights: not decided.*31,000 rows would decide/mu);
  });

  test('results for an older commit are called outdated and decide nothing', () => {
    const older = merge(undefined, gallery.worseGate);
    const subject = { ...gallery.data.subject, commit: 'aaaa111122223333' };
    const newer = merge(older, { ...gallery.data, subject, started: '2026-02-01T09:00:00.000Z' });
    expect(newer).toMatch(/^### ✅ Data: pass · flights: 41 checks/mu);
    expect(shown(newer)).toContain('⏳ Gate outdated , fail for 4be1f0c : worse');
    expect(newer).toContain('1 of 6 steps have run for this commit, 1 for an older one only.');
  });

  test('a section about an older commit is folded and says so until its step runs again', () => {
    const older = merge(undefined, gallery.worseGate);
    const subject = { ...gallery.data.subject, commit: 'aaaa111122223333' };
    const started = '2026-02-01T09:00:00.000Z';
    const newer = merge(older, { ...gallery.data, subject, started });
    const fold =
      '<details><summary>⏳ <b>Gate</b>, outdated: fail for the older commit <code>4be1f0c</code></summary>';
    expect(newer.replaceAll('<!-- -->', '')).toContain(
      `${fold}\n\n${section(older, 'evaluate-gate')}\n\n</details>`.replaceAll('<!-- -->', ''),
    );
    const again = merge(newer, { ...gallery.gate, subject, started });
    expect(again).not.toContain('outdated');
    expect(readMarkup(forgeHtml(again)).unbalanced).toEqual([]);
    expect(again).toMatch(/^### ✅ Pass · flights: better than the champion/mu);
  });

  test('a step that is well by itself is named: only a gate can pass a model', () => {
    expect(mergeAll([gallery.data, gallery.training])).toMatch(
      /^### ✅ Training: pass · flights/mu,
    );
    expect(mergeAll([gallery.data, gallery.gate])).toMatch(/^### ✅ Pass · flights/mu);
    expect(mergeAll(gallery.states.error ?? [])).toMatch(/^### ❌ Fail · flights/mu);
  });
});

describe('sections', () => {
  test('replacing one leaves the others as they are, to the byte', () => {
    const before = mergeAll([gallery.data, gallery.training, gallery.gate, gallery.drift]);
    const after = merge(before, gallery.worseGate);
    for (const step of ['data-validate', 'train-on-gpu-runner', 'drift-report']) {
      expect(section(before, step)).not.toBe('');
      expect(section(after, step)).toBe(section(before, step));
    }
    expect(section(after, 'evaluate-gate')).not.toBe(section(before, 'evaluate-gate'));
  });

  test('the order of arrival does not matter', () => {
    const records = [gallery.data, gallery.training, gallery.gate, gallery.registry, gallery.drift];
    expect(mergeAll([...records].reverse())).toBe(mergeAll(records));
  });

  test('nothing changes places while six jobs report one after the other', () => {
    const records = stepNames.map((step) => makeRecord({ step, summary: `${step} is well.` }));
    const order = (body: string): string[] =>
      [...body.matchAll(/^(?:\| ✅\u00a0\*\*(\w+)|<!-- mlops-actions section=([\w-]+))/gmu)].map(
        ([, row, step]) => row ?? step ?? '',
      );
    const whole = order(mergeAll(records));
    expect(whole).toHaveLength(2 * stepNames.length);
    let body: string | undefined;
    for (const index of [3, 0, 5, 1, 4, 2]) {
      const record = records[index];
      if (record !== undefined) body = merge(body, record);
      const shown = order(body ?? '');
      expect(shown).toEqual(whole.filter((each) => shown.includes(each)));
    }
    expect(order(body ?? '')).toEqual(whole);
  });

  test('the same record again changes nothing but the time', () => {
    const body = mergeAll([gallery.data, gallery.gate]);
    const later = { ...options, reportUrl: 'https://forge.example/runs/812/artifacts/report.html' };
    const again = mergeSection(body, gallery.gate, {
      ...later,
      runUrl: 'https://forge.example/runs/812',
      now: new Date('2026-02-02T08:30:00Z'),
    });
    expect(again).toBe(body.replace('2026-01-31 14:02 UTC for', '2026-02-02 08:30 UTC for'));
  });

  test('a table shows the worst first, with better on the right', () => {
    const text = shown(merge(undefined, gallery.worseGate));
    const [auc, loss, accuracy] = ['❌ AUC', '🟡 log loss', '✅ accuracy'].map((row) =>
      text.indexOf(row),
    );
    expect(text).toContain('❌ AUC 0.6611 0.6402 −0.0209 ·●┤·····│········ worse');
    expect(auc).toBeGreaterThan(0);
    expect(auc).toBeLessThan(loss ?? 0);
    expect(loss).toBeLessThan(accuracy ?? 0);
  });

  test('findings name the line to change', () => {
    expect(shown(merge(undefined, gallery.worseGate))).toMatch(
      /Error : AUC fell by .*mlops\.yml:14/u,
    );
  });

  test('evidence says which code, data and model, and how to repeat', () => {
    const text = shown(merge(undefined, gallery.gate));
    expect(text).toContain('code 4be1f0c (clean)');
    expect(text).toContain('data sha256:91ab07…91ab');
    expect(text).toContain('mlops evaluate-gate --model flights');
  });
});

describe('room', () => {
  const rows = (body: string): number => body.match(/feature_\d+/gu)?.length ?? 0;

  test('the least important rows go, and the comment says how many and where they are', () => {
    const body = merge(undefined, gallery.wideDrift, 60_000);
    const left = rows(body);
    expect(body.length).toBeLessThanOrEqual(60_000);
    expect(left).toBeGreaterThan(100);
    expect(left).toBeLessThan(300);
    expect(body).toContain('feature_0`');
    expect(body).not.toContain('feature_299`');
    expect(body).toContain(
      `<sub>${300 - left} more rows of 300 rows in the [full report](https://forge.example/report.html).</sub>`,
    );
  });

  test('of a long table the worst rows stand open and the others in a fold', () => {
    const body = merge(undefined, gallery.wideDrift, 60_000);
    const [open = '', folded = ''] = body.split('<details><summary>288 more rows</summary>');
    expect(rows(open)).toBe(12);
    expect(folded).toMatch(/^\n\n\| column \|/u);
    expect(rows(folded)).toBeGreaterThan(100);
  });

  test('under a wide limit every row is there', () => {
    expect(rows(merge(undefined, gallery.wideDrift, 1_000_000))).toBe(300);
  });

  test('a huge section leaves room for all the steps that come later', () => {
    const body = stepNames.reduce<string | undefined>((existing, step) => {
      return merge(existing, { ...gallery.wideDrift, step });
    }, undefined);
    expect(body?.length).toBeLessThanOrEqual(65_536);
    for (const step of stepNames) expect(rows(section(body ?? '', step)), step).toBeGreaterThan(10);
  });

  test('columns beyond what can be read are counted', () => {
    const columns = Array.from({ length: 300 }, (_, index) => ({ title: `c${index}` }));
    const row = columns.map((_, index) => index);
    const table = { id: 'wide', title: 'Wide', columns, rows: [row] };
    const body = merge(undefined, makeRecord({ step: 'drift-report', verdict: 'fail' }, [table]));
    expect(body).toContain('288 more columns in the [full report]');
  });
});

describe('a comment that was edited or damaged', () => {
  const whole = mergeAll([gallery.data, gallery.gate]);

  test('a section that lost its end is redrawn from what its marker knows', () => {
    const cut = whole.replace('<!-- mlops-actions end=data-validate -->', '');
    const text = shown(merge(cut, gallery.drift));
    expect(text).toContain('41 checks on 1,432,120 rows, none failed.');
    expect(text).toContain('Its details were damaged; run the step again to restore them.');
    expect(text).toContain('Champion → challenger');
  });

  test.each([
    ['an open fold', '<details>'],
    ['an open fence', '```'],
    ['an open HTML comment', '<!-- never closed'],
  ])('%s in one section does not swallow the others', (_, damage) => {
    const damaged = whole.replace('**Checks**', `${damage}\n\n**Checks**`);
    const text = shown(merge(damaged, gallery.drift));
    expect(text).toContain('Its details were damaged');
    expect(text).toContain('Champion → challenger');
  });

  test('lines end as a web form ends them', () => {
    const body = merge(whole.replaceAll('\n', '\r\n'), gallery.drift);
    expect(shown(body)).toContain('Champion → challenger');
    expect(body.match(/^<!-- mlops-actions section=/gmu)).toHaveLength(3);
  });

  test('a forged or unreadable state is dropped', () => {
    const forged = Buffer.from('{"step":"evaluate-gate","verdict":"pass"}').toString('base64url');
    const body = `<!-- mlops-actions section=evaluate-gate v=1 state=${forged} -->\nx\n<!-- mlops-actions end=evaluate-gate -->`;
    expect(merge(body, gallery.data)).not.toContain('section=evaluate-gate');
  });

  test('a section of a later version stays as it is', () => {
    const text =
      '<!-- mlops-actions section=evaluate-gate v=2 state=e30 -->\nfrom the future\n<!-- mlops-actions end=evaluate-gate -->';
    const body = merge(text, gallery.data);
    expect(body).toContain(text);
    expect(shown(body)).toContain('ℹ️ Gate written by another version of the suite: see below');
  });

  test('a section twice counts once', () => {
    const body = merge(whole + whole, gallery.drift);
    expect(body.match(/^<!-- mlops-actions section=/gmu)).toHaveLength(3);
  });

  test('a section blown up by hand gives way before the limit is broken', () => {
    const blown = whole.replace('**Checks**', `**Checks** ${'x'.repeat(64_000)}`);
    const body = merge(blown, gallery.gate);
    expect(body.length).toBeLessThanOrEqual(65_536);
    expect(shown(body)).toContain('Its details did not fit into this comment');
    expect(shown(body)).toContain('Champion → challenger');
  });

  test('any text can stand where the comment was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 3000 }), fc.nat(), (noise, at) => {
        const place = at % whole.length;
        const body = merge(
          whole.slice(0, place) + noise + whole.slice(place + noise.length),
          gallery.drift,
        );
        expect(body.length).toBeLessThanOrEqual(65_536);
        expect(section(body, 'drift-report')).not.toBe('');
      }),
      { seed: 4, numRuns: 60 },
    );
  });
});

describe('the marker', () => {
  test('tells models apart and is found in every comment', () => {
    const models = ['flights', 'Flights', 'flights-2', 'a--b', '-->', 'é', 'x'.repeat(100), '@all'];
    expect(new Set(models.map(commentMarker)).size).toBe(models.length);
    for (const model of models) {
      expect(commentMarker(model)).toMatch(/^<!-- mlops-actions model=[\w.:-]+ -->$/u);
      expect(merge(undefined, { ...gallery.data, model })).toContain(commentMarker(model));
    }
  });

  test('no text of a record can forge it', () => {
    const forged = recordOf(
      `${commentMarker('other')}\n<!-- mlops-actions section=x v=1 state=e -->`,
    );
    const body = merge(undefined, forged);
    expect(body).not.toContain(commentMarker('other'));
  });
});

/** Six records, one a step, merged in any order under any limit that is high enough. */
const arbitraryMerge = fc.record({
  records: fc.tuple(...stepNames.map((step) => arbitraryRecord(step))),
  order: fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: 1 }),
  limit: fc.integer({ min: 40_000, max: 120_000 }),
});

test('any records fit, with all sections, whole markup and whole rows', () => {
  fc.assert(
    fc.property(arbitraryMerge, ({ records, order, limit }) => {
      let body: string | undefined;
      for (const index of order) {
        const record = records[index];
        if (record) body = merge(body, record, limit);
      }
      const text = body ?? '';
      expect(text.length).toBeLessThanOrEqual(limit);
      expect(text.match(/^<!-- mlops-actions section=/gmu)).toHaveLength(order.length);
      expect(text.match(/^<!-- mlops-actions end=/gmu)).toHaveLength(order.length);
      const html = forgeHtml(text);
      expect(readMarkup(html).unbalanced).toEqual([]);
      for (const table of text.match(/(?:^\|.*\n)+/gmu) ?? []) {
        const cells = table
          .trimEnd()
          .split('\n')
          .map((row) => row.split('|').length);
        expect(new Set(cells).size).toBe(1);
      }
    }),
    { seed: 5, numRuns: 12 },
  );
}, 60_000);
