/** The report's only style sheet: no font, image or script from anywhere. */
export const style = `
:root {
  color-scheme: light dark;
  --page: #f5f6f8; --card: #ffffff; --text: #1c2024; --soft-text: #5d6570; --rule: #dde1e7;
  --tint: #f0f2f5; --pass: #116b3a; --warn: #8a5300; --inconclusive: #57508f; --fail: #b3211d;
  --pass-tint: #e4f4ea; --warn-tint: #fdf0d9; --inconclusive-tint: #eceafa; --fail-tint: #fde8e7;
  --line-1: #2563a8; --line-2: #b4540a; --line-3: #2b7a4b; --line-4: #8b3fa0; --line-5: #6b6f76;
  --line-6: #a3245c;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #0f1215; --card: #171b20; --text: #e9ecef; --soft-text: #9aa4af; --rule: #2c333b;
    --tint: #1f252b; --pass: #6fd39a; --warn: #f0b65a; --inconclusive: #b3abf0; --fail: #ff8b85;
    --pass-tint: #14301f; --warn-tint: #38290f; --inconclusive-tint: #26223f; --fail-tint: #41191a;
    --line-1: #6cb0f5; --line-2: #f0a15a; --line-3: #74cf98; --line-4: #cf95e0; --line-5: #aab2bb;
    --line-6: #f08ab5;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text);
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
main { max-width: 1040px; margin: 0 auto; padding: 32px 20px 64px; }
h1, h2, h3, p { margin: 0; overflow-wrap: anywhere; }
h1 { font-size: clamp(1.4rem, 4.5vw, 2.1rem); line-height: 1.2; letter-spacing: -.015em;
  text-wrap: balance; }
h2 { font-size: 1.2rem; letter-spacing: -.01em; }
h3 { font-size: .95rem; margin: 0 0 8px; }
code { font: .86em ui-monospace, "SF Mono", Menlo, Consolas, monospace; background: var(--tint);
  padding: .12em .38em; border-radius: 5px; overflow-wrap: anywhere; }
.hero { padding: 8px 0 20px; display: grid; gap: 12px; justify-items: start; }
.hero .model { color: var(--soft-text); }
.hero .verdict { font-size: 1rem; padding: 5px 14px 5px 7px; }
.fact { color: var(--soft-text); }
.fact b { color: var(--text); font-size: 1.25rem; font-variant-numeric: tabular-nums;
  margin-right: 6px; }
.steps { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 8px;
  padding: 0; margin: 0 0 24px; list-style: none; }
.steps li { display: grid; gap: 4px; align-content: start; background: var(--card);
  border: 1px solid var(--rule); border-radius: 10px; padding: 10px 12px; }
.steps a { color: inherit; font-weight: 600; text-underline-offset: 3px; }
.steps .absent { color: var(--soft-text); background: none; border-style: dashed; }
.step { background: var(--card); border: 1px solid var(--rule); border-radius: 14px;
  padding: 22px 24px; margin-bottom: 18px; display: grid; gap: 16px; min-width: 0;
  grid-template-columns: minmax(0, 1fr); }
.step > header { display: flex; align-items: center; gap: 12px; flex-wrap: wrap; }
.summary { font-size: 1.05rem; }
.verdict { --tone: var(--soft-text); display: inline-flex; align-items: center; gap: 7px;
  font-size: .84rem; font-weight: 600; padding: 2px 11px 2px 4px; border-radius: 99px;
  background: var(--tint); color: var(--tone); white-space: nowrap; max-width: 100%;
  overflow: hidden; text-overflow: ellipsis; }
.verdict:not(:has(.sign)) { padding-left: 11px; }
.sign { display: grid; place-items: center; width: 1.5em; height: 1.5em; border-radius: 50%;
  background: var(--tone); color: var(--card); font-weight: 800; font-size: .88em; line-height: 1;
  flex: none; }
.verdict.pass { --tone: var(--pass); background: var(--pass-tint); }
.verdict.warn { --tone: var(--warn); background: var(--warn-tint); }
.verdict.inconclusive { --tone: var(--inconclusive); background: var(--inconclusive-tint); }
.verdict.fail { --tone: var(--fail); background: var(--fail-tint); }
.verdict.warn .sign, .verdict.fail .sign { border-radius: 4px; }
.step.fail { border-color: var(--fail); }
.findings { list-style: none; padding: 0; margin: 0; display: grid; gap: 8px; }
.findings li { display: flex; gap: 10px; align-items: baseline; }
.findings li > .verdict { flex: none; }
.findings li > span:last-child { min-width: 0; overflow-wrap: anywhere; }
.table { min-width: 0; }
.note { color: var(--soft-text); font-size: .88rem; font-weight: 400; }
.table > .note { margin-bottom: 8px; }
.scroll { overflow-x: auto; border: 1px solid var(--rule); border-radius: 10px; }
.scroll.compact { width: fit-content; max-width: 100%; min-width: min(100%, 26rem); }
.scroll:focus-visible, summary:focus-visible { outline: 2px solid var(--line-1);
  outline-offset: 2px; }
table { border-collapse: collapse; width: 100%; font-size: .92rem;
  font-variant-numeric: tabular-nums; }
th, td { padding: 8px 14px; text-align: left; border-bottom: 1px solid var(--rule);
  vertical-align: middle; }
th { font-weight: 600; font-size: .82rem; color: var(--soft-text); background: var(--tint);
  white-space: nowrap; }
tbody tr:last-child td { border-bottom: 0; }
th button { all: unset; cursor: pointer; border-radius: 3px; }
th button:focus-visible { outline: 2px solid var(--line-1); outline-offset: 3px; }
th button::after { content: "↕"; margin-left: .4em; opacity: .45; }
th[aria-sort="descending"] button::after { content: "▼"; opacity: 1; }
th[aria-sort="ascending"] button::after { content: "▲"; opacity: 1; }
td.right, th.right { text-align: right; white-space: nowrap; }
td.center, th.center { text-align: center; }
td { max-width: 34rem; overflow-wrap: break-word; }
td code { overflow-wrap: break-word; }
td:first-child { font-weight: 500; }
summary { cursor: pointer; padding: 4px 0; }
details > .scroll, details > dl { margin-top: 8px; }
dl { display: grid; grid-template-columns: minmax(7em, max-content) minmax(0, 1fr); gap: 6px 16px;
  margin: 0 0 12px; font-size: .9rem; }
dt { color: var(--soft-text); overflow-wrap: anywhere; } dd { margin: 0; }
figure { margin: 0; display: grid; gap: 8px; grid-template-columns: minmax(0, 1fr); }
figcaption { font-weight: 600; font-size: .95rem; }
.legend { list-style: none; margin: 0; padding: 0; display: flex; flex-wrap: wrap; gap: 2px 18px;
  font-size: .86rem; color: var(--soft-text); }
.legend li { display: flex; align-items: center; gap: 7px; }
.chart { width: 100%; height: auto; }
.chart.narrow { max-width: 420px; }
.chart.narrow { display: none; }
.spark { fill: var(--line-1); display: inline-block; vertical-align: middle; }
.interval { display: inline-block; vertical-align: middle; }
.axis { stroke: var(--soft-text); stroke-width: 1; }
.limit { stroke: var(--fail); stroke-width: 1.5; stroke-dasharray: 3 2; }
.beyond { fill: var(--fail-tint); }
.range { stroke: var(--text); stroke-width: 1.75; fill: none; }
.dot { fill: var(--text); stroke: var(--card); stroke-width: 1.25; }
td.judged, th.judged { position: sticky; right: 0; background: var(--card); border-left: 1px solid var(--rule); }
th.judged { background: var(--tint); }
table a { color: inherit; text-underline-offset: 3px; }
.pages > .column { border-top: 1px solid var(--rule); }
.column > summary { padding: 8px 0; display: flex; align-items: center; gap: 10px; flex-wrap: wrap; }
.column > summary::before { content: "▸"; color: var(--soft-text); }
.column[open] > summary::before { content: "▾"; }
.page { display: grid; gap: 14px; padding: 2px 0 18px; grid-template-columns: minmax(0, 1fr); }
.bars { table-layout: fixed; }
.bars th, .bars td { padding: 3px 8px; border-bottom: 0; background: none; }
.bars th { width: 26%; text-align: right; overflow-wrap: anywhere; white-space: normal; }
.bars td:last-child { width: 24%; color: var(--soft-text); font-size: .84rem; }
.bars svg { display: block; }
.bar-1 { fill: var(--tint); stroke: var(--line-5); stroke-width: 1.5; }
.bar-2 { fill: var(--line-1); }
footer { color: var(--soft-text); font-size: .85rem; padding-top: 6px; }
@media (max-width: 640px) {
  main { padding: 20px 12px 40px; }
  .step { padding: 16px 14px; border-radius: 12px; }
  .steps { grid-template-columns: repeat(2, minmax(0, 1fr)); }
  .chart.wide { display: none; }
  .chart.narrow { display: block; }
  th, td { padding: 7px 10px; }
  th[aria-sort="none"] button::after { content: none; }
  td.judged, th.judged { box-shadow: -10px 0 10px -8px var(--rule); padding: 7px 8px; }
  dl { grid-template-columns: minmax(0, 1fr); gap: 0; } dd { margin-bottom: 8px; }
  .bars td:last-child { width: 32%; white-space: normal; }
  .findings li { flex-direction: column; gap: 3px; }
}
@media print {
  :root { --page: #fff; --card: #fff; }
  main { max-width: none; padding: 0; }
  .step, tr, figure { break-inside: avoid; }
  .scroll { overflow: visible; }
  th button::after { content: none; }
  td.judged, th.judged { position: static; }
  details::details-content { content-visibility: visible; block-size: auto; }
}
`;
