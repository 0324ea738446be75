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
 * script of a shell and command lines to run are no sentences, a client of a server is told in the
 * language of its protocol, and what importance throws is said anew by its caller.
 * Reasons that a state or ledger keeps, the names of peers' formulas (keys of their Chinese ones) and
 * SQL of drift are read by programs.
 */
const wholeFolders =
  /^(?:shared\/(?:hosts|files|native)\/|shared\/adapters\/(?!local-target\/|data-files\/lz4-frame)|shared\/config\/[^/]+$|actions\/cli|actions\/commands\/(?!init\/|completion\.)|actions\/evaluate-gate\/(?:[^/]*present|threshold-file|(?:champion|classes|explain\/(?!importance)|flips|metrics|robustness|segments)\/)|actions\/(?:drift-report\/(?!compatibility\/methods\.|performance\/queries\.|plan\.)|(?:deploy-canary|register-model)\/(?!kept-reasons\.)|train-on-gpu-runner\/))/u;

describe('parts of English sentences', () => {
  test('are found where they are', () => {
    const found = phrasesIn('shared/hosts/forge-messages.en.ts').map(({ text }) => text);
    expect(found).toContain('read the comments on …');
  });

  test('stand in catalogues of hosts, adapters, commands, the configuration and the steps', () => {
    const files = sourceFiles().filter((file) => wholeFolders.test(file));
    expect(files.length).toBeGreaterThan(150);
    expect(files.flatMap(phrasesIn)).toEqual([]);
  });
});
