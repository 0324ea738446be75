import { createHash } from 'node:crypto';

/**
 * The report's only script: headings of tables become buttons that sort, downwards, upwards, and
 * back to the order of the record. It holds nothing of a record, so that its hash is a constant
 * and no other script can run. Without scripts the page is whole, in the order of the record.
 *
 * Columns of numbers are sorted by their size, whatever sign, separator or unit they are written
 * with; all others as people sort names, `x2` before `x10`. What is missing comes last.
 */
export const sortScript = `'use strict';
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
}`;

/** By which a page's policy allows this script and no other (CSP level 3, section 6.7.3.3). */
export const sortScriptHash = `sha256-${createHash('sha256').update(sortScript).digest('base64')}`;
