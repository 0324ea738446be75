import { expect, test } from 'vitest';
import type { Series } from '../../../shared/domain/record.ts';
import { chartFigure } from '../../../shared/report/html-charts.ts';
import { style } from '../../../shared/report/html-style.ts';

function series(kind: Series['kind'], count: number): Series {
  const lines = Array.from({ length: count }, (_, line) => ({
    name: `line ${line}`,
    values: [line + 1, line + 2],
  }));
  const x = { title: 'x', values: ['a', 'b'] };
  return { id: 'some', title: 'Some', kind, x, y: { title: 'y' }, lines };
}

/** What tells lines apart besides their colour: one value an attribute and line. */
function looks(figure: string, role: string, attribute: string): Map<string, string> {
  const marks = figure.matchAll(/<path aria-label="[^"]*line: (\d)"[^>]*>/gu);
  const found = [...marks].filter(([mark]) => mark.includes(`roledescription="${role}"`));
  return new Map(
    found.map(([mark, line = '']) => [
      line,
      new RegExp(`${attribute}="([^"]*)"`, 'u').exec(mark)?.[1] ?? '',
    ]),
  );
}

test('lines can be told apart in grey, by dashes and by points', async () => {
  const figure = await chartFigure(series('line', 6), 'id');
  const dashes = looks(figure, 'line mark', 'stroke-dasharray');
  expect([dashes.size, new Set(dashes.values()).size]).toEqual([6, 6]);
  const points = looks(figure, 'point', ' d');
  expect([points.size, new Set(points.values()).size]).toEqual([6, 6]);
});

test('bars can be told apart in grey, by how full they are, as in the legend', async () => {
  const figure = await chartFigure(series('bar', 6), 'id');
  const fills = looks(figure, 'bar', 'fill-opacity');
  expect([fills.size, new Set(fills.values()).size]).toEqual([6, 6]);
  const [legend = ''] = /<ul class="legend">.*?<\/ul>/u.exec(figure) ?? [];
  const samples = [...legend.matchAll(/fill-opacity="([^"]*)"/gu)].map(([, fill]) => fill);
  expect(samples).toEqual([...fills.values()]);
});

test('the bars of a column before and now differ in more than colour', () => {
  expect(style).toMatch(/\.bar-1 \{[^}]*stroke:/u);
  expect(style).not.toMatch(/\.bar-2 \{[^}]*stroke:/u);
});
