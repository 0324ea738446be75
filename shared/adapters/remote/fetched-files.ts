import type { FetchedFile } from '../../ports/data-source.ts';

/** What was fetched, so that nothing is fetched twice and no two files have one name. */
export interface FetchedFiles {
  /** What a name stands for; fetched on the first call. */
  of(name: string, fetch: () => Promise<readonly FetchedFile[]>): Promise<readonly FetchedFile[]>;
  /** The file that was fetched to a path. */
  at(path: string): FetchedFile | undefined;
  clear(): void;
}

export function fetchedFiles(): FetchedFiles {
  const asked = new Map<string, Promise<readonly FetchedFile[]>>();
  const named = new Map<string, FetchedFile>();
  const places = new Map<string, FetchedFile>();
  /** An address is shown without what it asks for, so two of them may look the same. */
  const settle = (file: FetchedFile): FetchedFile => {
    const other = named.get(file.name);
    if (other !== undefined && isSameObject(file, other)) return other;
    let { name } = file;
    for (let n = 2; named.has(name); n++) name = `${file.name} (${n})`;
    const settled = { ...file, name };
    named.set(name, settled);
    places.set(settled.path, settled);
    return settled;
  };
  return {
    of(name, fetch) {
      const files = asked.get(name) ?? fetch().then((found) => found.map(settle));
      asked.set(name, files);
      return files;
    },
    at: (path) => places.get(path),
    clear() {
      for (const files of [asked, named, places]) files.clear();
    },
  };
}

/** Whether an object of a bucket came twice, by its own name and by a pattern. */
function isSameObject({ name, origin }: FetchedFile, other: FetchedFile): boolean {
  return /^(?:s3|gs):/u.test(name) && origin.version === other.origin.version;
}
