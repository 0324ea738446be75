import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { peer } from '../peers/install.ts';

/** The order in which GitHub documents them (github/markup, "GitHub Markup", step 2). */
const allowedTags =
  'h1 h2 h3 h4 h5 h6 br b i strong em a pre code img tt div ins del sup sub p picture ol ul table ' +
  'thead tbody tfoot blockquote dl dt dd kbd q samp var hr ruby rt rp li tr td th s strike summary ' +
  'details caption figure figcaption abbr bdo cite dfn mark small source span time wbr';
const allowedAttributes = 'align alt class colspan dir href open rowspan src start title type';

/**
 * What GitHub does to a comment's HTML before it is shown: comments and all elements and
 * attributes but the allowed ones go. It runs in the page, on the browser's own tree.
 */
const sanitise = `
const tags = new Set('${allowedTags}'.split(' '));
const attributes = new Set('${allowedAttributes}'.split(' '));
const walk = (node) => {
  for (const child of [...node.childNodes]) {
    if (child.nodeType === 8) child.remove();
    else if (child.nodeType === 1) {
      walk(child);
      if (!tags.has(child.localName)) child.replaceWith(...child.childNodes);
      else for (const { name } of [...child.attributes]) {
        if (!attributes.has(name)) child.removeAttribute(name);
      }
    }
  }
};
const body = document.querySelector('.markdown-body');
walk(body);`;

/** Charts as GitHub shows them: in place of their code, in the theme of the page. */
const drawCharts = `
const theme = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'default';
globalThis.mermaid?.initialize({ startOnLoad: false, theme, securityLevel: 'strict' });
const codes = globalThis.mermaid ? [...document.querySelectorAll('code.language-mermaid')] : [];
globalThis.chartErrors = [];
for (const [index, code] of codes.entries()) {
  try {
    const { svg } = await mermaid.render('chart-' + index, code.textContent);
    const figure = document.createElement('div');
    figure.className = 'chart';
    figure.innerHTML = svg;
    code.parentElement.replaceWith(figure);
  } catch (error) {
    globalThis.chartErrors.push(String(error));
  }
}
globalThis.isReady = true;`;

/** The box of one comment, as wide as GitHub's is; on a phone it fills the screen. */
const frame = `
body { margin: 0; padding: 16px; background: var(--page); }
.comment { max-width: 860px; margin: auto; border: 1px solid var(--edge); border-radius: 6px; }
.comment > .markdown-body { padding: 16px; border-radius: 6px; font-size: 14px; }
.chart { margin: 0 0 16px; overflow: auto; } .chart svg { max-width: 100%; height: auto; }
:root { color-scheme: light; --page: #fff; --edge: #d1d9e0; }
@media (prefers-color-scheme: dark) { :root { color-scheme: dark; --page: #0d1117; --edge: #3d444d; } }`;

/**
 * A page that shows a comment with GitHub's own style sheets, and draws its charts with Mermaid.
 *
 * @param html - the comment, from `forgeHtml`.
 * @param isOpen - whether every fold stands open. In closed ones no chart is to be seen, and the
 *   library, which takes longer to start than all else, is left out.
 */
export function githubPage(html: string, isOpen: boolean): string {
  const css = (name: string): string => readFileSync(join(folder(), name), 'utf8');
  const dark = `@media (prefers-color-scheme: dark) {${css('github-markdown-dark.css')}}`;
  const light = `@media (prefers-color-scheme: light) {${css('github-markdown-light.css')}}`;
  const hasChart = isOpen && html.includes('class="language-mermaid"');
  const body = isOpen ? html.replaceAll('<details>', '<details open>') : html;
  // In the page itself: a page from a file may not load modules from another one.
  const library = hasChart ? `<script>${readFileSync(peer('github-page'), 'utf8')}</script>` : '';
  return [
    '<!doctype html><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<style>${light}${dark}${frame}</style>`,
    `<div class="comment"><div class="markdown-body">${body}</div></div>`,
    `${library}<script type="module">${sanitise}${drawCharts}</script>`,
  ].join('\n');
}

const folder = (): string => dirname(dirname(peer('github-page')));
