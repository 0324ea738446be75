/**
 * GitHub's workflow commands and command files, in our own few lines: loading `@actions/core`
 * costs four bare Node starts because it brings its HTTP client along, and a step that only
 * publishes needs none of it. The forms are GitHub's documented ones:
 * https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
 */

import { randomUUID } from 'node:crypto';
import { appendFileSync, statSync } from 'node:fs';

/** `::name key=value,...::message`, one line whatever the message holds. */
export function command(
  name: string,
  properties: Readonly<Record<string, string | number | undefined>>,
  message: string,
): string {
  const given = Object.entries(properties)
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([key, value]) => `${key}=${escapeProperty(String(value))}`);
  return `::${name}${given.length === 0 ? '' : ` ${given.join(',')}`}::${escapeData(message)}\n`;
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

/**
 * Text that the runner prints instead of obeying. It looks for `::` at the start of a line and for
 * `##[` anywhere in it, and a value from data must not set an output or end a mask.
 */
export function inertLines(text: string): string {
  return text
    .split(/\r\n|\r|\n/u)
    .map((line) => line.replace(/^(\s*)::/u, '$1\u200b::').replaceAll('##[', '##\u200b['))
    .join('\n');
}

/** One value in the multi-line form of GITHUB_OUTPUT and GITHUB_STATE. */
export function appendValue(path: string, name: string, value: string): void {
  // A random delimiter, or a value from data could end itself and set further values.
  const delimiter = `mlops_${randomUUID()}`;
  appendFileSync(path, `${name}<<${delimiter}\n${value}\n${delimiter}\n`);
}

/** GitHub drops a step's whole summary beyond this many bytes. */
export const summaryLimit = 1024 * 1024;

/** Append to a step's summary where it still fits. */
export function appendSummary(path: string, markdown: string): boolean {
  const written = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (written + Buffer.byteLength(markdown) + 1 > summaryLimit) return false;
  appendFileSync(path, `${markdown}\n`);
  return true;
}
