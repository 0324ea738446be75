import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { extractDescription } from '../support/forges/extract-github-description.ts';
import { peer } from './install.ts';

const committed = fileURLToPath(new URL('../fixtures/forges/github-api.json', import.meta.url));

it("the committed part of GitHub's description is GitHub's own", () => {
  const folder = join(peer('github-openapi'), '..', '..');
  expect(JSON.parse(extractDescription(folder))).toEqual(
    JSON.parse(readFileSync(committed, 'utf8')),
  );
});
