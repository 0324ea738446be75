import { expect, it } from 'vitest';
import { foldForTerminal } from '../../../workflows-templates/quickstart/fold-for-terminal.ts';

it('shows what a pull request shows at first sight', () => {
  const comment = [
    '<!-- marker -->',
    '### Pass &#60;b&#62; &amp; more',
    '',
    '<details><summary>✅ <b>Data</b>: 8 columns</summary>',
    'hidden',
    '<details><summary>inner</summary>',
    'hidden too',
    '</details>',
    '',
    '</details>',
    '<!-- end -->',
    '| fa614c<!-- -->20 | <code>x</code> |',
  ].join('\n');
  expect(foldForTerminal(comment)).toBe(
    ['### Pass <b> & more', '', '▸ ✅ Data: 8 columns', '', '| fa614c20 | x |'].join('\n'),
  );
});
