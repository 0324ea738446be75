import { test } from 'vitest';
import { csvOf, report, rowsOf, tableOf } from './flights.ts';

test('x', async () => {
  const reference = csvOf(rowsOf(4000));
  const current = rowsOf(6000, { seed: 2, chance: (s, i) => (i > 2500 ? 0.3 : s) }).map((row, i) =>
    i < 4000 ? row : { ...row, late: '' },
  );
  const ran = await report(reference, csvOf(current));
  console.log(ran.exitCode, ran.log.slice(0, 3000));
  console.log(ran.record?.summary);
  console.log(ran.record?.findings.map((f) => `${f.severity} ${f.code}: ${f.message}`).join('\n'));
  for (const id of ['performance', 'predictions', 'concept-drift']) {
    console.log(ran.record?.tables.find((t) => t.id === id)?.note);
    console.table(tableOf(ran.record, id));
  }
  console.log(JSON.stringify(ran.record?.inputs), [...ran.host.outputs]);
}, 30000);
