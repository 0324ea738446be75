import { parse } from 'yaml';
import type { Choice } from './choice.ts';
import { reasons } from './messages.ts';

/** Files in which other tools declare how to train, in the order they are believed. */
export const declaringFiles = ['dvc.yaml', 'MLproject', 'package.json'] as const;

type DeclaringFile = (typeof declaringFiles)[number];

/** Where each of them keeps the command line. */
const places: Readonly<Record<DeclaringFile, readonly string[]>> = {
  'dvc.yaml': ['stages', 'train', 'cmd'],
  MLproject: ['entry_points', 'main', 'command'],
  'package.json': ['scripts', 'train'],
};

/**
 * The command line that a project has declared for training already. One with places for parameters
 * (`${lr}`, `{alpha}`) is not one that can be run as it stands.
 *
 * @param texts what those of the files hold that are there
 */
export function declaredCommand(
  texts: Readonly<Partial<Record<DeclaringFile, string>>>,
): Choice<string> | undefined {
  for (const file of declaringFiles) {
    const declared = commandIn(texts[file], places[file]);
    if (declared === undefined || /[{}]/u.test(declared)) continue;
    const value = file === 'package.json' ? 'npm run train' : declared;
    return { value, certainty: 'sure', reason: reasons.declaredCommand(file) };
  }
  return undefined;
}

function commandIn(text: string | undefined, place: readonly string[]): string | undefined {
  const found = place.reduce<unknown>((value, key) => childOf(value, key), documentOf(text));
  return typeof found === 'string' && found.trim() !== '' ? found.trim() : undefined;
}

/** What cannot be read declares nothing: the tool it belongs to will say what is wrong. */
function documentOf(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : parse(text, { maxAliasCount: 100 });
  } catch {
    return undefined;
  }
}

function childOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? Reflect.get(value, key)
    : undefined;
}
