import { describe, expect, test } from 'vitest';
import { phrasesIn, sentencesIn, sourceFiles } from './sentences.ts';

describe('English sentences', () => {
  test('are found where they are', () => {
    const found = sentencesIn('shared/hosts/messages.en.ts').map(({ text }) => text);
    expect(found).toContain('The directory … belongs to somebody else.');
  });

  test('stand in catalogues, and nowhere else', () => {
    expect(sourceFiles().flatMap(sentencesIn)).toEqual([]);
  });
});

/**
 * Where no part of a sentence may be English either, as `read the comments on` in an error. The
 * script of a shell and command lines to run are no sentences, and a client of a server is told in
 * the language of its protocol.
 */
const wholeFolders =
  /^(?:shared\/(?:hosts|files|native)\/|shared\/adapters\/(?!local-target\/|data-files\/lz4-frame)|shared\/config\/[^/]+$|actions\/cli|actions\/commands\/(?!init\/|completion\.)|actions\/evaluate-gate\/threshold-file)/u;

describe('parts of English sentences', () => {
  test('are found where they are', () => {
    const found = phrasesIn('shared/hosts/forge-messages.en.ts').map(({ text }) => text);
    expect(found).toContain('read the comments on …');
  });

  test('stand in catalogues of the hosts, the adapters, the commands and the configuration', () => {
    const files = sourceFiles().filter((file) => wholeFolders.test(file));
    expect(files.length).toBeGreaterThan(150);
    expect(files.flatMap(phrasesIn)).toEqual([]);
  });
});
