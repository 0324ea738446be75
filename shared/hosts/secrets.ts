/** Shorter values cannot be tokens, and hiding them would shred every text. */
const shortestSecret = 4;
const mask = '***';

/** Values that must not appear in anything a host writes. */
export interface Secrets {
  add(secret: string): void;
  /** `text` with every known secret replaced. */
  redact(text: string): string;
}

/**
 * Hides secrets in text. A secret is also known in the forms it takes inside an address and a JSON
 * string, and line by line where it has several lines.
 */
export function secrets(): Secrets {
  const known = new Set<string>();
  return {
    add(secret) {
      for (const form of formsOf(secret)) {
        if (form.length >= shortestSecret) known.add(form);
      }
    },
    redact(text) {
      let shown = text;
      // Longest first: a secret that contains another must not leave its tail behind.
      for (const secret of [...known].sort((a, b) => b.length - a.length)) {
        shown = shown.replaceAll(secret, mask);
      }
      return shown;
    },
  };
}

function formsOf(secret: string): string[] {
  const lines = [secret, ...secret.split(/[\r\n]+/u)].map((line) => line.trim());
  return lines.flatMap((line) => [
    line,
    encodeURIComponent(line.toWellFormed()),
    JSON.stringify(line).slice(1, -1),
  ]);
}

/** The same value with secrets hidden in every string it holds. */
export function redactDeep<T>(value: T, redact: (text: string) => string): T {
  if (typeof value === 'string') return redact(value) as T;
  if (Array.isArray(value)) return value.map((item) => redactDeep(item, redact)) as T;
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, redactDeep(item, redact)]);
  return Object.fromEntries(entries) as T;
}
