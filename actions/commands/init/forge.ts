import type { Choice } from './choice.ts';
import type { Forge } from './flags.ts';
import { reasons } from './messages.ts';
import type { Survey } from './survey.ts';

/** The forge a repository lives on: by its remote, else by the files it has. */
export function forgeChoice({ remote, files }: Pick<Survey, 'remote' | 'files'>): Choice<Forge> {
  const host = remote === undefined ? undefined : hostOf(remote);
  if (host !== undefined && /gitlab/u.test(host)) {
    return { value: 'gitlab', certainty: 'sure', reason: reasons.remote(host) };
  }
  if (host !== undefined && /github/u.test(host)) {
    return { value: 'github', certainty: 'sure', reason: reasons.remote(host) };
  }
  const isGitlab = files.some((path) => path === '.gitlab-ci.yml' || path.startsWith('.gitlab/'));
  const isGithub = files.some((path) => path.startsWith('.github/'));
  if (isGitlab !== isGithub) {
    return isGitlab
      ? { value: 'gitlab', certainty: 'sure', reason: reasons.filesOf('.gitlab-ci.yml') }
      : { value: 'github', certainty: 'sure', reason: reasons.filesOf('.github') };
  }
  return { value: 'github', certainty: 'likely', reason: reasons.noRemote };
}

/** `git@host:group/name.git`, `ssh://git@host/…`, `https://user:secret@host/…`: the host alone. */
function hostOf(remote: string): string | undefined {
  const [, host] = /^(?:[a-z+]+:\/\/)?(?:[^@/]*@)?([^/:]+)/u.exec(remote) ?? [];
  return host?.toLowerCase();
}
