import type { Table } from '../../../../shared/domain/cell.ts';
import type { Finding } from '../../../../shared/domain/record.ts';
import { ActionError } from '../../../../shared/kernel/action-error.ts';
import type { Issue, IssueStore } from '../../../../shared/ports/issues.ts';
import type { StepContext } from '../../../../shared/ports/step.ts';
import {
  type IssueEntry,
  type IssueState,
  issueComment,
  issueMarker,
  issueState,
  renderIssue,
  withEntry,
} from '../../../../shared/report/issue-body.ts';
import { type Alert, alerts } from '../../decide.ts';
import type { definition } from '../../definition.ts';
import { messages } from '../messages.ts';

type Context = StepContext<typeof definition>;

/** The label by which a model's issue is found, together with the marker in its body. */
const issueLabel = 'model-drift';

export interface IssueWish {
  /** open: it must be there. keep: as it is, but up to date. close: the drift is gone. */
  readonly state: 'open' | 'keep' | 'close';
  readonly entry: IssueEntry;
  readonly summary: string;
  readonly tables: readonly Table[];
}

export interface SyncedIssue {
  readonly url: string | undefined;
  readonly findings: readonly Finding[];
}

/** Bring the model's one issue up to date. What the forge refuses is a warning, nothing more. */
export async function syncIssue(context: Context, wish: IssueWish): Promise<SyncedIssue> {
  const { host, inputs } = context;
  const none = { url: undefined, findings: [] };
  if (host.issues === undefined) return none;
  try {
    const store = await host.issues(inputs.token);
    return store === undefined ? none : await sync(store, context, wish);
  } catch (error) {
    if (!(error instanceof ActionError)) throw error;
    const hint = error.hint === undefined ? '' : ` ${error.hint}`;
    const message = `${error.message}${hint}`;
    // Without a token nothing was promised.
    const severity = error.code === 'no-token' ? 'info' : 'warning';
    return { url: undefined, findings: [{ code: 'issue-not-written', severity, message }] };
  }
}

async function sync(store: IssueStore, context: Context, wish: IssueWish): Promise<SyncedIssue> {
  const marker = issueMarker(context.modelName);
  const [found, ...others] = await store.find(issueLabel, marker);
  for (const other of others) await foldDuplicate(store, other, found as Issue, marker);
  if (found !== undefined) return update(store, context, wish, found);
  if (wish.state !== 'open') return { url: undefined, findings: [] };
  return open(store, context, wish, marker);
}

/** Forges cannot create "if there is none": who created second closes its own. */
async function open(
  store: IssueStore,
  context: Context,
  wish: IssueWish,
  marker: string,
): Promise<SyncedIssue> {
  const { modelName, host } = context;
  const body = bodyOf(store, context, wish, withEntry(undefined, wish.entry, true));
  const created = await store.create(`Drift: ${modelName}`, host.redact(body), issueLabel);
  const [oldest = created, ...others] = await store.find(issueLabel, marker);
  for (const other of others) await foldDuplicate(store, other, oldest, marker);
  const isLabelled = created.labels.includes(issueLabel);
  return {
    url: oldest.url,
    findings: [
      ...(oldest.id === created.id
        ? [info('issue-opened', messages.issueOpened(created.url))]
        : []),
      ...(isLabelled
        ? []
        : [warning('label-dropped', messages.labelDropped(issueLabel, created.url))]),
    ],
  };
}

/** Without its marker, so that it is never found again. */
async function foldDuplicate(
  store: IssueStore,
  duplicate: Issue,
  original: Issue,
  marker: string,
): Promise<void> {
  const body = `Duplicate of #${original.id}\n\n${duplicate.body.replaceAll(marker, '')}`;
  await store.update(duplicate.id, { state: 'duplicate', body: body.slice(0, store.limit) });
}

async function update(
  store: IssueStore,
  context: Context,
  wish: IssueWish,
  found: Issue,
): Promise<SyncedIssue> {
  const { host } = context;
  const before = issueState(found.body);
  const change = changeOf(wish, found, before);
  const isOpen = change === 'none' ? found.isOpen : change === 'reopen';
  // As a person left it: an issue that was closed by hand stays known as one we would have open.
  const asLeft = change === 'none' ? (before?.isOpen ?? found.isOpen) : isOpen;
  const body = bodyOf(store, context, wish, withEntry(before, wish.entry, asLeft));
  await store.update(found.id, {
    body: host.redact(body),
    ...(change === 'none' ? {} : { state: isOpen ? 'open' : 'closed' }),
  });
  const said = commentOf(wish, found, before, change);
  // After the change: a killed run costs the comment, and never says a thing twice.
  if (said !== undefined) {
    await store.comment(found.id, host.redact(issueComment(said, wish.entry.url ?? undefined)));
  }
  return { url: found.url, findings: findingsOf(wish, found, change) };
}

type Change = 'none' | 'close' | 'reopen';

function changeOf(wish: IssueWish, found: Issue, before: IssueState | undefined): Change {
  if (wish.state === 'close') return found.isOpen ? 'close' : 'none';
  if (wish.state === 'keep' || found.isOpen) return 'none';
  const wasClosedByUs = before?.isOpen !== true;
  return wasClosedByUs || isWorse(wish.entry, before.entries) ? 'reopen' : 'none';
}

/** Closed by a person: reopened only for news, a higher alert or another column. */
function isWorse(now: IssueEntry, entries: readonly IssueEntry[]): boolean {
  const past = entries.filter(({ run }) => run !== now.run);
  const highest = Math.max(...past.map(({ alert }) => alerts.indexOf(alert as Alert)), 0);
  const known = new Set(past.flatMap(({ columns }) => columns));
  return alerts.indexOf(now.alert) > highest || now.columns.some((column) => !known.has(column));
}

function commentOf(
  { state, entry, summary }: IssueWish,
  found: Issue,
  before: IssueState | undefined,
  change: Change,
): string | undefined {
  if (change === 'close') return messages.commentGone(summary);
  if (change === 'reopen') return messages.commentBack(summary);
  const last = before?.entries.filter(({ run }) => run !== entry.run).at(-1);
  const rose = last !== undefined && alerts.indexOf(entry.alert) > alerts.indexOf(last.alert);
  return state === 'open' && found.isOpen && rose ? messages.commentWorse(summary) : undefined;
}

function findingsOf({ state }: IssueWish, { url, isOpen }: Issue, change: Change): Finding[] {
  if (change === 'close') return [info('issue-closed', messages.issueClosed(url))];
  if (change === 'reopen') return [info('issue-reopened', messages.issueReopened(url))];
  const leftClosed = state === 'open' && !isOpen;
  return leftClosed ? [info('issue-left-closed', messages.issueLeftClosed(url))] : [];
}

function bodyOf(
  store: IssueStore,
  { modelName: model }: Context,
  { entry, summary, tables }: IssueWish,
  state: IssueState,
): string {
  return renderIssue({ model, alert: entry.alert, summary, tables, state }, store.limit);
}

function info(code: string, message: string): Finding {
  return { code, severity: 'info', message };
}

function warning(code: string, message: string): Finding {
  return { code, severity: 'warning', message };
}
