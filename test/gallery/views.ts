import type { Browser } from 'playwright-core';
import type { StepRecord } from '../../shared/domain/record.ts';
import { stepNames } from '../../shared/domain/step.ts';
import { useLanguage } from '../../shared/kernel/language.ts';
import { renderHtml } from '../../shared/report/html.ts';
import { openPage, type Scheme, type View, type Watched, type Width } from './browser.ts';
import { forgeHtml, mergeAll, mergeRunning } from './forge-html.ts';
import { githubPage } from './github-page.ts';
import { states } from './states.ts';
import { underWay } from './unusual-states.ts';

/** `comment` as it arrives, `open` with every fold open, `report` the HTML report. */
export const kinds = ['comment', 'open', 'report'] as const;
export type Kind = (typeof kinds)[number];

export interface Picture extends View {
  state: string;
  kind: Kind;
}

export const pictureName = ({ state, kind, width, scheme }: Picture): string =>
  `${state}.${kind}.${width}.${scheme}`;

/** Every picture of the gallery: each state in each of its kinds, widths and schemes. */
export function allPictures(): Picture[] {
  const widths: readonly Width[] = ['phone', 'desktop'];
  const schemes: readonly Scheme[] = ['light', 'dark'];
  return Object.keys(states).flatMap((state) =>
    kinds.flatMap((kind) =>
      widths.flatMap((width) => schemes.map((scheme) => ({ state, kind, width, scheme }))),
    ),
  );
}

/** A state's comment as Markdown. */
export function commentOf(state: string): string {
  try {
    useLanguage(state === 'chinese' ? 'zh' : 'en');
    const running = underWay[state];
    const records = recordsOf(state);
    return running === undefined ? mergeAll(records) : mergeRunning(records, running, stepNames);
  } finally {
    useLanguage('en');
  }
}

/** The page behind a picture, from the state's records alone. One after the other. */
export async function pageOf(state: string, kind: Kind): Promise<string> {
  if (kind === 'report') return await reportOf(state);
  return githubPage(forgeHtml(commentOf(state)), kind === 'open');
}

async function reportOf(state: string): Promise<string> {
  try {
    useLanguage(state === 'chinese' ? 'zh' : 'en');
    return await renderHtml(recordsOf(state));
  } finally {
    useLanguage('en');
  }
}

function recordsOf(state: string): readonly StepRecord[] {
  const records = states[state];
  if (records === undefined) throw new Error(`There is no state ${state}.`);
  return records;
}

/** Show a picture's page until it is whole. */
export async function show(browser: Browser, html: string, picture: Picture): Promise<Watched> {
  const open = picture.kind === 'report' ? openPage : showComment;
  return await open(browser, html, picture);
}

/** Show a page from `githubPage` until its charts are drawn. */
export async function showComment(browser: Browser, html: string, view: View): Promise<Watched> {
  const watched = await openPage(browser, html, view);
  await watched.page.waitForFunction('globalThis.isReady === true');
  const failed = await watched.page.evaluate('globalThis.chartErrors');
  if (Array.isArray(failed)) watched.problems.push(...failed.map(String));
  return watched;
}
