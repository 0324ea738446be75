/**
 * Makes `test/fixtures/forges/github-api.json` from GitHub's own OpenAPI description: the
 * operations we call, with every schema they reach, without prose and examples. The whole
 * description (the npm package `@octokit/openapi`, 400 MB) is no dependency of ours:
 *
 *     npm install --prefix /tmp/description --ignore-scripts @octokit/openapi
 *     node test/support/forges/extract-github-description.ts /tmp/description/node_modules/@octokit/openapi
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const operations = new Set([
  'issues/list-comments',
  'issues/create-comment',
  'issues/get-comment',
  'issues/update-comment',
  'issues/delete-comment',
  'reactions/list-for-issue-comment',
  'reactions/create-for-issue-comment',
  'reactions/delete-for-issue-comment',
  'pulls/get',
  'repos/list-pull-requests-associated-with-commit',
  'repos/create-commit-status',
  'repos/list-commit-statuses-for-ref',
  'users/get-authenticated',
  'issues/list-for-repo',
  'issues/get',
  'issues/create',
  'issues/update',
  'repos/create-dispatch-event',
  'actions/create-workflow-dispatch',
  'actions/get-workflow-run',
  'actions/list-workflow-runs-for-repo',
  'actions/list-workflow-run-artifacts',
  'actions/download-artifact',
  'pulls/list',
  'checks/create',
  'checks/update',
  'checks/list-for-ref',
  'repos/create-deployment',
  'repos/create-deployment-status',
  'repos/list-deployments',
]);
const target = new URL('../../fixtures/forges/github-api.json', import.meta.url);
const prose = new Set(['description', 'externalDocs', 'example', 'examples', 'summary', 'tags']);

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type JsonObject = { [key: string]: Json };

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A copy without prose. Below `properties`, `description` is a field's name and stays. */
function trimmed(value: Json, names = false): Json {
  if (Array.isArray(value)) return value.map((item) => trimmed(item));
  if (!isObject(value)) return value;
  const kept = Object.entries(value).filter(
    ([key]) => names || (!prose.has(key) && !key.startsWith('x-')),
  );
  const holdsNames = new Set(['properties', 'schemas', 'parameters', 'responses', 'headers']);
  return Object.fromEntries(
    kept.map(([key, item]) => [key, trimmed(item, !names && holdsNames.has(key))]),
  );
}

/** Every `#/components/...` this value refers to, directly. */
function references(value: Json): string[] {
  if (Array.isArray(value)) return value.flatMap(references);
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, item]) =>
    key === '$ref' && typeof item === 'string' ? [item] : references(item),
  );
}

function chosenPaths(description: JsonObject): JsonObject {
  const paths: JsonObject = {};
  for (const [path, methods] of Object.entries(description.paths as JsonObject)) {
    const chosen = Object.entries(methods as JsonObject).filter(
      ([, operation]) => isObject(operation) && operations.has(String(operation.operationId)),
    );
    if (chosen.length > 0) paths[path] = trimmed(Object.fromEntries(chosen));
  }
  return paths;
}

function reachedComponents(description: JsonObject, from: Json): JsonObject {
  const components: Record<string, JsonObject> = {};
  const waiting = references(from);
  const seen = new Set<string>();
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    const [, , kind = '', name = ''] = next.split('/');
    const all = (description.components as JsonObject)[kind] as JsonObject;
    // An example among components is prose too.
    if (kind === 'examples') continue;
    const component = trimmed(all[name] ?? null);
    components[kind] = { ...components[kind], [name]: component };
    waiting.push(...references(component));
  }
  return components;
}

/** The extract of the package in `folder`, as the file holds it. */
export function extractDescription(folder: string): string {
  return `${JSON.stringify(extract(folder), null, 1)}\n`;
}

function extract(folder: string): JsonObject {
  const read = (path: string): JsonObject => JSON.parse(readFileSync(join(folder, path), 'utf8'));
  const description = read('generated/api.github.com.json');
  const { version } = read('package.json');
  const paths = chosenPaths(description);
  const found = Object.values(paths).flatMap((methods) => Object.values(methods as JsonObject));
  if (found.length !== operations.size) throw new Error('an operation is not in the description');
  return {
    openapi: description.openapi ?? null,
    info: {
      title: "The part of GitHub's REST API that is used here",
      version: (description.info as JsonObject).version ?? null,
      'x-source': `@octokit/openapi ${String(version)}, generated/api.github.com.json (MIT)`,
    },
    paths,
    components: reachedComponents(description, paths),
  };
}

if (import.meta.main) {
  const [folder] = process.argv.slice(2);
  if (folder === undefined) throw new Error('name the folder of the package @octokit/openapi');
  writeFileSync(fileURLToPath(target), extractDescription(folder));
}
