import { type Language, languages } from '../kernel/language.ts';
import type { Host } from '../ports/host.ts';
import type { ProcessIo } from './process-io.ts';

/**
 * The language that the environment asks for: our own variable first, then as POSIX ranks its own,
 * of LC_ALL, LC_MESSAGES and LANG the first that is set. No forge tells a job the language of its
 * readers.
 */
export function environmentLanguage(env: ProcessIo['env']): Language {
  const locale = isLanguage(env.MLOPS_INPUT_LANGUAGE)
    ? env.MLOPS_INPUT_LANGUAGE
    : env.LC_ALL || env.LC_MESSAGES || env.LANG || '';
  const [language] = locale.toLowerCase().split(/[_.@-]/u);
  return isLanguage(language) ? language : 'en';
}

/** What the input `language` says: before it is parsed, since errors of parsing are read too. */
export function chooseLanguage(host: Host): Language {
  const asked = host.input('language')?.trim();
  return isLanguage(asked) ? asked : (host.language ?? 'en');
}

function isLanguage(text: string | undefined): text is Language {
  return languages.some((language) => language === text);
}
