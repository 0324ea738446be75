import { afterEach, describe, expect, test } from 'vitest';
import { issueMarker } from '../../../../shared/report/issue-body.ts';
import { driftProject, findings } from '../../../support/drift-project.ts';
import { type IssueForge, issueForgeKinds } from '../../../support/issue-forges.ts';

describe.each(issueForgeKinds)('the drift issue on $name', ({ start, operations }) => {
  let forge: IssueForge;
  afterEach(async () => {
    expect(forge.violations).toEqual([]);
    await forge.close();
  });

  test('is one for the model: opened, kept up to date, closed and opened again', async () => {
    forge = await start();
    const { run } = driftProject('');
    const options = () => ({ issues: forge.store() });
    const first = await run('p1', 0, options());
    const [issue] = forge.shown();
    expect(issue).toMatchObject({ title: 'Drift: flights', isOpen: true, comments: [] });
    expect(issue?.body).toContain('**P1** · P1: 1 of 3 columns drifted or broke.');
    expect(issue?.body).toMatch(/\| x\s+\| drifted\s+\|/u);
    expect(first.host.outputs.get('issue-url')).toMatch(/\/issues\/\d+$/u);
    expect(findings(first)).toContainEqual(expect.stringMatching(/^info issue-opened: /u));

    await run('p1', 6, options());
    await run('p0', 12, { ...options(), column: 'y' });
    const [worse, ...others] = forge.shown();
    expect(others).toEqual([]);
    expect(worse?.comments).toEqual([expect.stringMatching(/^It got worse\. P0/u)]);
    const rows = worse?.body.match(/^\| \[2026.*$/gmu);
    expect(rows).toHaveLength(3);
    expect(rows?.[0]).toMatch(/^\| \[2026-03-01 18:00 UTC\]\(https:.*run-12\) \| P0 \| y \|$/u);

    await run('undecided', 13, options());
    expect(forge.shown()[0]?.isOpen).toBe(true);
    const gone = await run('steady', 14, options());
    expect(forge.shown()[0]).toMatchObject({ isOpen: false });
    expect(forge.shown()[0]?.comments.at(-1)).toMatch(/^The drift is gone\. No drift in 3/u);
    expect(findings(gone)).toContainEqual(expect.stringMatching(/^info issue-closed: /u));
    await run('steady', 15, options());
    await run('p2', 16, options());
    expect(forge.shown()[0]?.comments).toHaveLength(2);
    await run('p1', 17, options());
    expect(forge.shown()).toHaveLength(1);
    expect(forge.shown()[0]).toMatchObject({ isOpen: true });
    expect(forge.shown()[0]?.comments.at(-1)).toMatch(/^The drift is back\. /u);
  });

  test('closed by a person stays closed, until there is news', async () => {
    forge = await start();
    const { run } = driftProject('');
    await run('p1', 0, { issues: forge.store() });
    const [issue] = forge.shown();
    forge.closeByHand(issue?.id ?? 0);
    const again = await run('p1', 8, { issues: forge.store() });
    expect(forge.shown()[0]?.isOpen).toBe(false);
    expect(findings(again)).toContainEqual(expect.stringMatching(/^info issue-left-closed: /u));
    await run('p1', 16, { issues: forge.store() });
    expect(forge.shown()[0]?.isOpen).toBe(false);
    await run('p1', 24, { issues: forge.store(), column: 'another' });
    expect(forge.shown()[0]).toMatchObject({ isOpen: true });
    expect(forge.shown()).toHaveLength(1);
  });

  test('P2 alone opens none; a re-run leaves one line in the timeline', async () => {
    forge = await start();
    const { run } = driftProject('');
    await run('p2', 0, { issues: forge.store() });
    expect(forge.shown()).toEqual([]);
    await run('p1', 1, { issues: forge.store() });
    await run('p1', 2, { issues: forge.store(), runId: 'run-1' });
    expect(forge.shown()[0]?.body.match(/^\| \[2026.*$/gmu)).toHaveLength(1);
  });

  test('jobs that start together leave one open issue, whoever is first', async () => {
    forge = await start();
    const projects = Array.from({ length: 4 }, () => driftProject(''));
    await Promise.all(projects.map(({ run }) => run('p1', 0, { issues: forge.store() })));
    await projects[0]?.run('p1', 1, { issues: forge.store() });
    const open = forge.shown().filter(({ isOpen }) => isOpen);
    expect(open).toHaveLength(1);
    const marked = forge.shown().filter(({ body }) => body.includes(issueMarker('flights')));
    expect(marked.map(({ id }) => id)).toEqual(open.map(({ id }) => id));
    for (const { body, isOpen } of forge.shown()) {
      if (!isOpen) expect(body).toMatch(new RegExp(`^Duplicate of #${open[0]?.id}`, 'u'));
    }
  });

  test('nothing in it acts, and it never grows beyond the limit', async () => {
    forge = await start();
    const { run } = driftProject('');
    const name = `@all <img src=x> [x](https://evil.example) --> <!-- mlops:drift:other --> #1 ${'&'.repeat(300)}`;
    for (let at = 0; at < 8; at++) {
      await run('p1', at, { issues: forge.store(), column: `${at} ${name}` });
    }
    const [issue] = forge.shown();
    expect(forge.shown()).toHaveLength(1);
    expect(issue?.body.length).toBeLessThan(65_536);
    for (const bad of [/@all/u, /<img/u, /\]\(https:\/\/evil/u, /mlops:drift:other/u]) {
      expect(issue?.body).not.toMatch(bad);
    }
    expect(issue?.body.match(/<!-- mlops:/gu)).toHaveLength(2);
  });

  test('what the token may not do is a warning, and changes no exit code', async () => {
    forge = await start({ readOnlyTokens: ['ro-0123456789'] });
    const { run } = driftProject('');
    const ran = await run('p1', 0, { issues: forge.store('ro-0123456789') });
    expect(ran.exitCode).toBe(0);
    expect(findings(ran)).toContainEqual(
      expect.stringMatching(/^warning issue-not-written: .*does not allow this token/u),
    );
    forge.failWith({ operation: operations.list, answer: { status: 500 } });
    const down = await run('p1', 8, { issues: forge.store() });
    expect(down.exitCode).toBe(0);
    expect(findings(down)).toContainEqual(
      expect.stringMatching(/^warning issue-not-written: .*had an error/u),
    );
  });
});

test('GitHub drops a label the token may not create: the next run could not find the issue', async () => {
  const [github] = issueForgeKinds;
  const forge = await github?.start({ dropsLabels: true });
  const { run } = driftProject('');
  const store = forge?.store();
  const ran = await run('p1', 0, store === undefined ? {} : { issues: store });
  expect(findings(ran)).toContainEqual(
    expect.stringMatching(
      /^warning label-dropped: The forge did not put the label model-drift on/u,
    ),
  );
  await forge?.close();
});
