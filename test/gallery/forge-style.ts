/** A stand-in for the way forges style a comment: sizes, colours and widths close to GitHub's. */
export const forgeStyle = `
:root { color-scheme: light dark; --fg: #1f2328; --bg: #fff; --line: #d1d9e0; --soft: #f6f8fa;
  --mute: #59636e; --link: #0969da; --code: #818b981f; }
@media (prefers-color-scheme: dark) { :root { --fg: #f0f6fc; --bg: #0d1117; --line: #3d444d;
  --soft: #151b23; --mute: #9198a1; --link: #4493f8; --code: #656c7633; } }
body { margin: 0; padding: 16px; background: var(--bg); color: var(--fg);
  font: 14px/1.5 -apple-system, "Segoe UI", "Noto Sans", Helvetica, Arial, sans-serif; }
.comment { max-width: 860px; margin: auto; border: 1px solid var(--line); border-radius: 6px; }
.markdown-body { padding: 16px; overflow-wrap: break-word; }
h3 { font-size: 1.25em; } h4 { font-size: 1em; }
h3, h4 { margin: 24px 0 16px; line-height: 1.25; font-weight: 600; }
.markdown-body > :first-child { margin-top: 0; }
p, table, details, ul, pre { margin: 0 0 16px; } ul { padding-left: 2em; }
a { color: var(--link); } summary { cursor: pointer; }
code, pre { font: 85% ui-monospace, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace; }
code { padding: .2em .4em; background: var(--code); border-radius: 6px; white-space: break-spaces; }
pre { padding: 16px; background: var(--soft); border-radius: 6px; overflow: auto; }
pre code { padding: 0; background: none; white-space: pre; }
table { display: block; width: max-content; max-width: 100%; overflow: auto; border-spacing: 0;
  border-collapse: collapse; font-variant: tabular-nums; }
th, td { padding: 6px 13px; border: 1px solid var(--line); } th { font-weight: 600; }
tr:nth-child(2n) td { background: var(--soft); }
`;
