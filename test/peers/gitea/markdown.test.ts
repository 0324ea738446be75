import { afterAll, beforeAll, expect, it } from 'vitest';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { type Gitea, startGitea } from './gitea.ts';

let gitea: Gitea;
beforeAll(async () => {
  gitea = await startGitea(temporaryFolder('gitea'));
});
afterAll(() => gitea?.stop());
it('x', async () => {
  await gitea.addUser('bob');
  console.log(await gitea.api('POST', '/markdown', { Text: '# a\n\n@bob @root1 #1 | x |\n<b>x</b> <img src=x onerror=1>', Mode: 'comment', Context: 'acme/flights' }));
});
