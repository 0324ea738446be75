/**
 * The languages of what a person reads: reports, errors, logs. Codes, names of inputs and what
 * scripts read stay as they are.
 */
export const languages = ['en', 'zh'] as const;

export type Language = (typeof languages)[number];

/** One process runs one step for one reader, so the language is its own and not an argument. */
let current: Language = 'en';

/** Speak this language from now on. The lifecycle says so once; tests say so and take it back. */
export function useLanguage(language: Language): void {
  current = language;
}

export function currentLanguage(): Language {
  return current;
}

// biome-ignore lint/suspicious/noExplicitAny: only a bound of inference, no value has this type
type AnyFunction = (...args: any[]) => unknown;

/**
 * What a translation of `C` must have: the same members, functions of the same parameters, any
 * text for a text. Checked by the compiler, so that no sentence can lack its twin.
 */
export type Catalogue<C> = C extends string
  ? string
  : C extends AnyFunction
    ? (...args: Parameters<C>) => ReturnType<C> extends string ? string : ReturnType<C>
    : C extends object
      ? { readonly [K in keyof C]: Catalogue<C[K]> }
      : C;

/**
 * A catalogue that answers in the language that is current when it is asked. Functions and nested
 * catalogues may be taken out of it at any time; a bare text must be read where it is shown, since
 * whoever keeps it keeps its language.
 */
export function inLanguages<C extends object>(en: C, zh: Catalogue<C>): Catalogue<C> {
  return spoken(en, zh) as Catalogue<C>;
}

function spoken(en: object, zh: object): object {
  const members = Object.entries(en).map(([name, english]) => {
    const chinese: unknown = Reflect.get(zh, name);
    return [name, { enumerable: true, ...member(english, chinese) }] as const;
  });
  return Object.defineProperties({}, Object.fromEntries(members));
}

function member(english: unknown, chinese: unknown): PropertyDescriptor {
  const choose = <T>(one: T, other: T): T => (current === 'zh' ? other : one);
  if (english === chinese) return { value: english };
  if (typeof english === 'function' && typeof chinese === 'function') {
    const [en, zh] = [english as AnyFunction, chinese as AnyFunction];
    return { value: (...args: unknown[]) => choose(en, zh)(...args) };
  }
  if (isCatalogue(english) && isCatalogue(chinese)) return { value: spoken(english, chinese) };
  return { get: () => choose(english, chinese) };
}

function isCatalogue(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
