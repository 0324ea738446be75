export const id=1752;export const ids=[1752];export const modules={24644:((e,t,n)=>{n.d(t,{V:()=>chartFigure,e:()=>loadCharts});var r=n(68594),i=n(9726),a=n(43679),o=n(46322);let s=[1,2,3,4,5,6].map(e=>`var(--line-${e})`),c=[[],[6,3],[2,2],[8,3,2,3],[4,4],[1,3]],l=[`circle`,`square`,`triangle-up`,`diamond`,`cross`,`triangle-down`],u=[1,.15,.55,.35,.8,.05];async function chartFigure(e,t){let n=await Promise.all([drawChart(e,`wide`,`${t}-wide`),drawChart(e,`narrow`,`${t}-narrow`)]);return`<figure>${`<figcaption>${(0,r.js)(e.title,200)}</figcaption>`}${legend(e)}${n.join(``)}${(0,i.I)(numbersTable(e))}</figure>`}function legend(e){if(e.lines.length<2)return``;let t=e.lines.slice(0,s.length).map(({name:t},n)=>`<li>${sampleOf(e.kind,n)}<bdi>${(0,r.js)(t,80)}</bdi></li>`),n=e.lines.length-t.length;return n>0&&t.push(`<li class="note">${a.Bd.moreBelow(n)}</li>`),`<ul class="legend">${t.join(``)}</ul>`}function sampleOf(e,t){let n=s[t],r=`fill="${n}" fill-opacity="${u[t]}" stroke="${n}" stroke-width="1.5"`,i=`stroke="${n}" stroke-width="3" stroke-dasharray="${c[t]?.join(` `)}"`;return`<svg width="28" height="10" aria-hidden="true">${e===`bar`?`<rect x="1" y="1" width="26" height="8" ${r}/>`:`<line x1="0" y1="5" x2="28" y2="5" ${i}/>`}</svg>`}function loadCharts(){return Promise.all([n.e(3972).then(n.bind(n,33972)),Promise.all([n.e(3972),n.e(994)]).then(n.bind(n,10994))])}async function drawChart(e,t,n){let[i,o]=await loadCharts();i.resetSVGDefIds();let{spec:s}=o.compile(chartSpec(e,t),{logger:i.logger(i.Error)}),c=new i.View(i.parse(s),{renderer:`none`,logLevel:i.Error}),l=await c.toSVG();c.finalize();let u=(0,r.js)(a.Bd.chart(e.title,e.y.title,e.x.title),300);return l.replaceAll(/(id="|url\(#)(?=[a-z]+\d)/gu,`$1${n}-`).replace(`<svg `,`<svg role="img" aria-label="${u}" `).replace(`class="marks"`,`class="chart ${t}"`)}function chartSpec(e,t){let n=t===`wide`,r=e.lines.slice(0,s.length),i=r.flatMap((t,n)=>points(e,t.values,n+1));return{$schema:`https://vega.github.io/schema/vega-lite/v6.json`,width:n?860:290,height:n?250:190,background:`transparent`,data:{values:i},mark:mark(e,i.length/Math.max(1,r.length)),encoding:{x:xChannel(e,n),y:{field:`y`,type:`quantitative`,title:drawnText(e.y.title,60),scale:{zero:e.kind===`bar`},axis:{tickCount:5},stack:null},...lineChannels(e.kind,r.length)},config:d}}function xChannel(e,t){let n=drawnText(e.x.title,60),r=e.x.values.some(e=>typeof e==`string`),i={tickCount:t?8:4,labelOverlap:`greedy`};return!r&&e.kind!==`bar`?{field:`x`,type:`quantitative`,title:n,scale:{zero:!1,nice:!1},axis:i}:{field:`x`,type:`ordinal`,sort:null,title:n,axis:{...i,labelAngle:0}}}function lineChannels(e,t){let n=Array.from({length:t},(e,t)=>t+1),r={field:`line`,type:`nominal`,legend:null},i={...r,scale:{domain:n,range:s}},scaled=e=>({...r,scale:{domain:n,range:e}});return e===`bar`?t<2?{color:i}:{color:i,stroke:scaled(s),fillOpacity:{...r,scale:{type:`ordinal`,domain:n,range:u}},xOffset:{field:`line`}}:{color:i,strokeDash:scaled(c),shape:scaled(l)}}function mark(e,t){return e.kind===`bar`?{type:`bar`}:{type:`line`,...e.kind===`step`&&{interpolate:`step-after`},...t<=40&&{point:{size:26}},strokeWidth:2}}function drawnText(e,t){return`\u00a0${(0,r.wh)(e,t)}`}function points(e,t,n){let r=Math.max(1,Math.ceil(t.length/600)),i=(0,o.aX)(t,Math.ceil(t.length/r));return i.map((r,a)=>{let o=Math.floor(a*t.length/i.length),s=e.x.values[o]??o;return{x:typeof s==`string`?drawnText(s,40):s,y:r,line:n}})}let d={font:`system-ui, sans-serif`,view:{stroke:null},axis:{labelColor:`var(--soft-text)`,titleColor:`var(--soft-text)`,titleFontWeight:`normal`,labelFontSize:12,titleFontSize:12,gridColor:`var(--rule)`,domainColor:`var(--rule)`,tickColor:`var(--rule)`},axisX:{grid:!1}};function numbersTable(e){return{id:`numbers`,title:a.Bd.numbers,folded:!0,columns:[{title:e.x.title,align:`left`},...e.lines.map(e=>({title:e.name,align:`right`}))],rows:e.x.values.map((t,n)=>[t,...e.lines.map(e=>e.values[n]??null)])}}}),9726:((e,t,n)=>{n.d(t,{I:()=>htmlTable,h:()=>verdictBadge});var r=n(83922),i=n(68594),a=n(40970),o=n(58968),s=n(43679),c=n(46322);let round=e=>String(Number(e.toFixed(2)));function sparklineSvg(e,t=!1){let n=(0,c.aX)(e,48),[r,o]=(0,c.V8)(n,t),[l,u]=[n.length>24?3:6,22],d=n.map((e,t)=>{if(!(0,c.qE)(e))return``;let n=Math.max(1,(o===r?0:(e-r)/(o-r))*u),[i,a]=[t*l,u-n];return`<rect x="${i}" y="${round(a)}" width="${l-1}" height="${round(n)}"/>`}),f=n.filter(c.qE),p=f.length===0?s.Bd.noValues:s.Bd.series(n.length,(0,a.ZV)(f[0]),(0,a.ZV)(f.at(-1)),(0,a.ZV)(Math.max(...f)));return`<svg class="spark" ${`width="${n.length*l}" height="${u}"`} role="img"><title>${(0,i.js)(p)}</title>${d.join(``)}</svg>`}function intervalSvg(e,t=(0,o.sZ)(e)){let{low:n,value:r,high:a,limit:s}=(0,o.sh)(e),l=t>0?74/t:1,place=e=>Math.min(165,Math.max(3,84+e*l)),u=[`<line class="axis" x1="84" x2="84" y1="1" y2="23"/>`],d=s===void 0?0:84+s*l;if(d>0&&s!==void 0){let e=round(d);u.unshift(`<rect class="beyond" width="${e}" height="24"/>`),u.push(`<line class="limit" x1="${e}" x2="${e}" y1="1" y2="23"/>`)}if(n!==null&&a!==null){let[e,t]=[round(place(n)),round(place(a))];u.push(`<path class="range" d="M${e} 12H${t}M${e} 7.5V16.5M${t} 7.5V16.5"/>`)}return(0,c.qE)(r)&&u.push(`<circle class="dot" cx="${round(place(r))}" cy="12" r="4"/>`),`<svg class="interval" width="168" height="24" viewBox="0 0 168 24" role="img"><title>${(0,i.js)(describe(e))}</title>${u.join(``)}</svg>`}function describe({low:e,value:t,high:n,allowed:r,better:i}){let signed=e=>(0,a.ZV)(e,{signed:!0});return[s.Ix.change(signed(t)),s.Ix.withInterval(s.Ix.range(signed(e),signed(n))),i&&s.Bd.better(i),r!==void 0&&s.Bd.allowed((0,a.ZV)(r))].filter(Boolean).join(`, `)}var l=n(41264);let u={pass:`✓`,warn:`!`,inconclusive:`?`,fail:`✕`};function verdictBadge(e,t=s.DZ.verdictWords[e]){return`<span class="verdict ${e}">${`<span class="sign" aria-hidden="true">${u[e]}</span>`}${(0,i.n8)(t,160)}</span>`}function htmlTable(e,t=new Map){let n=(0,i.js)(e.title,200),r=e.note===void 0?``:(0,i.n8)(e.note,600),a=e.folded?htmlGrid(e,t):openGrid(e,t);if(!e.folded)return`<section class="table"><h3>${n}</h3>${r&&`<p class="note">${r}</p>`}${a}</section>`;let o=s.DZ.rowCount(e.rows.length);return`<details class="table">${`<summary><b>${n}</b> <span class="note">${r||o}</span></summary>`}${a}</details>`}function openGrid(e,t){let{rows:n}=e;if(n.length<=40)return htmlGrid(e,t);let r=htmlGrid({...e,rows:n.slice(0,40)},t),i=htmlGrid({...e,rows:n.slice(40)},t,!1);return`${r}<details class="more">${`<summary>${s.DZ.moreRows(n.length-40)}</summary>`}${i}</details>`}function htmlGrid(e,t,n=!0){let r=(0,l.uV)(e),a=r.map((t,n)=>(0,l.fy)(e,n)),o=(0,l._N)(e),classOf=(e,t)=>t===o?`${e.align} judged`:e.align,c=r.map((e,t)=>`<th scope="col" class="${classOf(e,t)}">${(0,i.n8)(e.title,200)}</th>`),u=e.rows.slice(0,2e3).map(e=>`<tr>${r.map((n,r)=>{let i=e[r]??null,o=htmlCell(i,n,{extent:a[r],anchors:t});return`<td class="${classOf(n,r)}"${sortKey(i)}>${o}</td>`}).join(``)}</tr>`),d=e.rows.length-u.length,f=d>0?`<p class="note">${s.Bd.moreInRecord(d)}</p>`:``,p=(0,i.js)(e.title,200),m=`<div class="${e.columns.length<=4?`scroll compact`:`scroll`}" role="region" aria-label="${p}" tabindex="0">`,h=`<thead><tr>${c.join(``)}</tr></thead><tbody>${u.join(`
`)}</tbody>`;return`${m}<table${n&&u.length>1?` class="sortable"`:``}>${h}</table></div>${f}`}function sortKey(e){return typeof e!=`object`||!e?``:e.kind===`verdict`?` data-sort="${r.rY.indexOf(e.verdict)}"`:e.kind===`interval`&&e.value!==null?` data-sort="${e.value}"`:``}function htmlCell(e,t,{extent:n,anchors:r}){if(e===null)return a.LO;if(typeof e==`number`)return(0,i.js)((0,a.ZV)(e,t));if(typeof e==`string`)return`<bdi>${(0,i.js)(e,600)}</bdi>`;switch(e.kind){case`verdict`:return verdictBadge(e.verdict,e.text);case`sparkline`:return e.values.length===0?a.LO:sparklineSvg(e.values,e.curve);case`interval`:return e.value===null&&e.low===null&&e.high===null?a.LO:intervalSvg(e,n);case`share`:return(0,i.js)((0,a.T1)(e.value));case`code`:return linked(`<code><bdi>${(0,i.js)(e.text,600)}</bdi></code>`,r.get(e.text))}}function linked(e,t){return t===void 0?e:`<a href="#${t}">${e}</a>`}}),21752:((e,t,n)=>{n.r(t),n.d(t,{renderHtml:()=>renderHtml});var r=n(35629),i=n(68594),a=n(79725),o=n(24644),s=n(40970),c=n(9726),l=n(43679),u=n(76091),d=n(83089);function pagesOf({series:e}){return e.filter(e=>e.column!==void 0)}function columnAnchors(e,t){return new Map(pagesOf(e).map(({column:e},n)=>[e,`${t}-column-${n+1}`]))}function columnPages(e,t){let n=columnAnchors(e,t),r=Map.groupBy(e.metrics,({column:e})=>e),i=pagesOf(e).map(t=>columnPage(e,t,r.get(t.column)??[],n.get(t.column)??``));if(i.length===0)return``;let a=`<b>${l.Bd.columns}</b> <span class="note">${l.Bd.columnsNote(l.DZ.pageCount(i.length))}</span>`;return`<details class="pages"${i.length<=24?` open`:``}><summary>${a}</summary>${i.join(`
`)}</details>`}function columnPage({findings:e},t,n,r){let a=n.filter(({name:e,slice:t})=>t===void 0&&!(0,u.uZ)(e)),[o]=a.filter(({verdict:e})=>e!==void 0),f=o?.verdict===void 0?``:(0,c.h)(o.verdict),p=o===void 0?``:`${(0,d.Vu)(o.name)} ${(0,s.ZV)(o.value)}`,m=`<summary>${code(t.column)} ${f} <span class="note">${(0,i.js)(p,80)}</span></summary>`,h=e.filter(({column:e})=>e===t.column).map(({message:e})=>`<p>${(0,i.js)(e)}</p>`);return`<details class="column">${m}${[`<div class="page" id="${r}">`,...h,barTable(t),figureTable(l.Bd.figures,a),figureTable(l.Bd.byWindow,n.filter(({slice:e})=>e!==void 0)),`</div>`].join(`
`)}</details>`}let code=e=>`<code><bdi>${(0,i.js)(e,300)}</bdi></code>`;function barTable({title:e,x:t,lines:n}){let r=Math.max(0,...n.flatMap(({values:e})=>e.map(e=>e??0))),a=t.values.map((e,t)=>{let a=n.map(({values:e})=>e[t]??null),o=a.map((e,t)=>{let n=r>0?100*Math.max(0,e??0)/r:0;return`<rect class="bar-${t+1}" y="${t*9}" height="8" width="${n.toFixed(2)}%"/>`}),c=`<svg ${`width="100%" height="${n.length*9}"`} aria-hidden="true">${o.join(``)}</svg>`,l=a.map(s.T1).join(` → `);return`<tr><th scope="row"><bdi>${(0,i.js)(String(e),40)}</bdi></th><td>${c}</td><td class="right">${(0,i.js)(l)}</td></tr>`}),o=n.map(({name:e},t)=>`<li><svg width="12" height="12" aria-hidden="true"><rect class="bar-${t+1}" width="12" height="12"/></svg>${(0,i.js)(e,80)}</li>`);return`<figure>${`<figcaption>${(0,i.js)(e,200)}</figcaption>`}<ul class="legend">${o.join(``)}</ul><table class="bars"><tbody>${a.join(``)}</tbody></table></figure>`}function figureTable(e,t){if(t.length===0)return``;let n=t.some(({slice:e})=>e!==void 0),r={id:`figures`,title:e,folded:!1,columns:[{title:n?l.Bd.window:l.Bd.figure,align:`left`},{title:l.Ml.value,align:`right`},{title:l.Ml.interval,align:`right`},{title:l.Bd.before,align:`right`}].slice(0,n?3:4),rows:t.map(({name:e,slice:t,value:n,low:r,high:i,baseline:a,unit:o})=>[t===void 0?(0,d.Vu)(e):t,(0,s.ZV)(n,{unit:o}),typeof r==`number`&&typeof i==`number`?l.Ix.range((0,s.ZV)(r),(0,s.ZV)(i)):``,typeof a==`number`?(0,s.ZV)(a,{unit:o}):``])};return(0,c.I)(r)}var f=n(51265),p=n(19957);let m={error:`fail`,warning:`warn`,info:void 0},h=[`error`,`warning`,`info`];async function htmlSection(e,t){let n=e.series.filter(({column:e})=>e===void 0),r=await Promise.all(n.map((e,n)=>(0,o.V)(e,`${t}-chart-${n+1}`))),a=columnAnchors(e,t),s=[`<header><h2>${l.DZ.stepTitles[e.step]}</h2>${(0,c.h)(e.verdict)}</header>`,`<p class="summary">${(0,i.n8)(e.summary)}</p>`,factLine(e),findingList(e.findings),...(0,u.t8)(e).map(e=>(0,c.I)(e,a)),...r,columnPages(e,t),evidence(e)];return`<section class="step ${e.verdict}" id="${t}">${s.join(`
`)}</section>`}function factLine(e){let t=(0,f.yz)(e);return t===void 0?``:`<p class="fact">${`<b>${(0,i.n8)(t.number,160)}</b>`} <span>${(0,i.n8)(t.detail,300)}</span></p>`}function findingList(e){return e.length===0?``:`<ul class="findings">${h.flatMap(t=>e.filter(e=>e.severity===t)).map(e=>{let t=l.V0.severities[e.severity],n=m[e.severity],r=n?(0,c.h)(n,t):`<span class="verdict">${t}</span>`,a=e.column===void 0?``:` ${html_section_code(e.column)}`,o=e.line===void 0?``:`:${e.line}`,s=e.file===void 0?``:` ${html_section_code(e.file+o)}`;return`<li>${r}<span>${a} ${(0,i.n8)(e.message)}${s}</span></li>`}).join(`
`)}</ul>`}let html_section_code=e=>`<code><bdi>${(0,i.js)(e,300)}</bdi></code>`;function evidence(e){let{commit:t,dirty:n,data:r,model:a,environment:o}=e.subject,s={commit:t===null?null:t+(n?l.MX.dirty:``),data:r,model:a,environment:o},c=Object.entries(s).filter(([,e])=>e!==null),u=Object.entries(e.inputs),row=([e,t])=>`<dt>${(0,i.n8)(e,200)}</dt><dd>${html_section_code(typeof t==`string`?t:JSON.stringify(t)??``)}</dd>`;return`<details class="evidence">${`<summary><b>${l.MX.title}</b> <span class="note">${l.MX.note}</span></summary>`}${[`<dl>${c.map(([e,t])=>row([l.MX.rows[e]??e,t])).join(``)}</dl>`,u.length>0?`<h3>${l.MX.inputs}</h3><dl>${u.map(row).join(``)}</dl>`:``,`<p class="note">${(0,i.js)((0,p.wQ)(e))}</p>`].join(``)}</details>`}var g=n(77598);let _=`'use strict';
const units = { B: 1, kB: 1e3, MB: 1e6, GB: 1e9, TB: 1e12 };
const written = /^([<>+-]*)\\s*([\\d,]+(?:\\.\\d+)?(?:e[+-]?\\d+)?)\\s*(\\D*)$/;
const text = (row, index) => (row.cells[index]?.textContent ?? '').trim();
const parse = (shown) => {
  const found = written.exec(shown.replaceAll('\\u2212', '-').replaceAll('\\u00a0', ' '));
  if (found === null) return undefined;
  const size = Number(found[2].replaceAll(',', ''));
  const number = (found[1].includes('-') ? -size : size) * (units[found[3]] ?? 1);
  return { number, unit: found[3] in units ? 'B' : found[3] };
};
const names = new Intl.Collator(document.documentElement.lang || 'en', { numeric: true });
const value = (row, index) => {
  const given = row.cells[index]?.dataset.sort;
  return given === undefined ? parse(text(row, index)) : { number: Number(given), unit: '' };
};
const comparer = (rows, index) => {
  const parsed = new Map(rows.map((row) => [row, value(row, index)]));
  const known = rows.filter((row) => !isMissing(row, index));
  const kinds = new Set(known.map((row) => parsed.get(row)?.unit));
  if (kinds.size === 1 && !kinds.has(undefined)) {
    return (a, b) => parsed.get(a).number - parsed.get(b).number;
  }
  return (a, b) => names.compare(text(a, index), text(b, index));
};
const isMissing = (row, index) => {
  return ['', '\\u2013'].includes(text(row, index));
};
const sort = (table, heading, index) => {
  const body = table.tBodies[0];
  const more = table.closest('.scroll').nextElementSibling;
  if (more?.matches('details.more')) {
    body.append(...more.querySelectorAll('tbody > tr'));
    more.remove();
  }
  const rows = [...body.rows];
  for (const [place, row] of rows.entries()) row.dataset.place ??= place;
  const was = heading.getAttribute('aria-sort');
  const now = { none: 'descending', descending: 'ascending', ascending: 'none' }[was];
  const compare = comparer(rows, index);
  const sign = now === 'descending' ? -1 : 1;
  const place = (a, b) => a.dataset.place - b.dataset.place;
  const missing = (row) => Number(isMissing(row, index));
  const order = (a, b) => missing(a) - missing(b) || sign * compare(a, b) || place(a, b);
  rows.sort(now === 'none' ? place : order);
  body.append(...rows);
  for (const each of heading.parentElement.cells) each.setAttribute('aria-sort', 'none');
  heading.setAttribute('aria-sort', now);
};
for (const table of document.querySelectorAll('table.sortable')) {
  for (const [index, heading] of [...table.tHead.rows[0].cells].entries()) {
    if (table.tBodies[0].rows[0]?.cells[index]?.querySelector('.spark')) continue;
    const button = document.createElement('button');
    button.type = 'button';
    button.append(...heading.childNodes);
    button.addEventListener('click', () => sort(table, heading, index));
    heading.append(button);
    heading.setAttribute('aria-sort', 'none');
  }
}`,v=`sha256-${(0,g.createHash)(`sha256`).update(_).digest(`base64`)}`;var y=n(10250);let b=[`default-src 'none'`,`script-src '${v}'`,`style-src 'unsafe-inline'`,`img-src data:`,`base-uri 'none'`,`form-action 'none'`].join(`; `);async function renderHtml(e){let t=[...e].sort((e,t)=>r.Ve.indexOf(e.step)-r.Ve.indexOf(t.step)),n=[...new Set(t.map(e=>e.model))].join(`, `),a=[];for(let[e,n]of t.entries())a.push(await htmlSection(n,sectionId(e)));let o=(0,i.js)(n===``?l.Bd.title:l.Bd.titleOf(n),200);return[`<!doctype html>`,`<html lang="${l.Bd.language}">`,`<head>`,`<meta charset="utf-8">`,`<meta http-equiv="Content-Security-Policy" content="${b}">`,`<meta name="viewport" content="width=device-width, initial-scale=1">`,`<meta name="referrer" content="no-referrer">`,`<title>${o}</title>`,`<style>
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
</style>`,`</head>`,`<body>`,`<main>`,hero(t,n),stepList(t),...a,`<footer>${l.Bd.footer}</footer>`,`</main>`,`<script>${_}<\/script>`,`</body>`,`</html>
`].join(`
`)}let sectionId=e=>`step-${e+1}`;function hero(e,t){let n=(0,a.HM)(e.map(e=>(0,y.L4)(e,void 0)));if(n===void 0)return`<h1>${l.Bd.nothingYet}</h1>`;let r=n.number?`<p class="fact"><b>${(0,i.n8)(n.number)}</b> ${(0,i.n8)(n.detail??``)}</p>`:``,o=l.DZ.stepCount(e.length);return[`<header class="hero">`,`<p class="model"><bdi>${(0,i.js)(t,200)}</bdi> · ${o}</p>`,(0,c.h)(n.verdict),`<h1>${(0,i.n8)(n.summary)}</h1>`,r,`</header>`].join(`
`)}function stepList(e){let t=r.Ve.flatMap(t=>{let n=l.DZ.stepTitles[t],r=[...e.entries()].filter(([,e])=>e.step===t);return r.length===0?[`<li class="absent">${n}<span class="note">${l.Qi.notRun}</span></li>`]:r.map(([e,t])=>`<li><a href="#${sectionId(e)}">${n}</a><span>${(0,c.h)(t.verdict)}</span></li>`)});return`<nav aria-label="${l.Bd.stepsLabel}"><ul class="steps">${t.join(`
`)}</ul></nav>`}})};
