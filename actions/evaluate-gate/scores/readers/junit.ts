import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { type Attempt, onlyCriterion, type ReadScores } from '../attempt.ts';
import { malformed } from '../errors.ts';

/** An element as the parser gives it: attributes with `@`, children by name. */
type Element = Readonly<Record<string, unknown>>;

const listed = new Set(['testsuite', 'testcase', 'failure', 'error', 'skipped']);

/** What pytest-repeat adds to a test's name. */
const repeatSuffix = /\[(?:.*-)?(\d+)-(\d+)\]$/u;

/**
 * A JUnit report: a test is a case that passes (1) or does not (0). Skipped tests are left out; the
 * same test again, or one that pytest-repeat numbered, is a repeat.
 *
 * @throws ActionError (usage): `junit-malformed`
 */
export function readJunit(text: string, file: string): ReadScores {
  // No test runner writes a document type; entities of one could grow without end.
  if (/<!(?:DOCTYPE|ENTITY)/iu.test(text)) {
    throw malformed(file, 'junit', 'it declares a document type, which no test runner writes');
  }
  const valid = XMLValidator.validate(text);
  if (valid !== true) {
    const { msg, line } = valid.err;
    throw malformed(file, 'junit', `line ${line} is no XML: ${msg.replace(/\.$/u, '')}`);
  }
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '@',
    parseAttributeValue: false,
    parseTagValue: false,
    isArray: (name) => listed.has(name),
  });
  const root = parser.parse(text) as Element;
  const top = root.testsuites ?? (root.testsuite === undefined ? undefined : root);
  if (top === undefined) {
    const own = root.promptfoo === undefined ? '' : " (promptfoo's own XML: write results.json)";
    throw malformed(file, 'junit', `it has no element testsuites or testsuite${own}`);
  }
  return {
    format: 'junit',
    attempts: testsIn(elementOf(top)).flatMap((test) => attemptOf(test, file)),
  };
}

function testsIn(suite: Element): Element[] {
  const nested = elements(suite.testsuite).flatMap(testsIn);
  return [...elements(suite.testcase), ...nested];
}

function attemptOf(test: Element, file: string): Attempt[] {
  if (test.skipped !== undefined) return [];
  const name = test['@name'];
  if (typeof name !== 'string' || name === '') {
    throw malformed(file, 'junit', 'a testcase has no name');
  }
  const passed = test.failure === undefined && test.error === undefined;
  const time = Number(test['@time'] ?? Number.NaN);
  const place = test['@classname'];
  const repeat = repeatSuffix.exec(name);
  const plain = repeat === null ? name : withoutRepeat(name, repeat);
  return [
    {
      case: typeof place === 'string' && place !== '' ? `${place}::${plain}` : plain,
      repeat: repeat?.[1],
      passed,
      scores: [{ criterion: onlyCriterion, score: Number(passed), passed }],
      latency: Number.isFinite(time) ? time : undefined,
      metadata: typeof place === 'string' && place !== '' ? { classname: place } : {},
    },
  ];
}

/** `test_sum[fast-2-5]` is repeat 2 of 5 of `test_sum[fast]`. */
function withoutRepeat(name: string, { 0: suffix, 1: repeat, 2: of, index }: RegExpExecArray) {
  const inner = suffix.slice(1, -1 - `${repeat}-${of}`.length).replace(/-$/u, '');
  return name.slice(0, index) + (inner === '' ? '' : `[${inner}]`);
}

function elements(value: unknown): Element[] {
  return Array.isArray(value) ? value.map(elementOf) : [];
}

/** The parser gives an element without attributes and children as empty text. */
function elementOf(value: unknown): Element {
  return typeof value === 'object' && value !== null ? (value as Element) : {};
}
