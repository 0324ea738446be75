import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { duckdbTableReader } from '../../../shared/adapters/duckdb.ts';
import { castText, presentAndFits } from '../../../shared/adapters/duckdb-column-types.ts';

const tables = duckdbTableReader({ threads: 1 });
afterAll(() => tables.close());

/** What an integer is written as; the engine's own cast also rounds, and reads other notations. */
const written = "regexp_full_match(t, ' *[+-]?[0-9]+ *')";

interface ReadText {
  readonly text: string;
  readonly ours: string | null;
  readonly strict: string | null;
  readonly fits: boolean | null;
}

/** Each text as our cast reads it, and as the engine's strict cast reads what is so written. */
async function readTexts(texts: readonly string[]): Promise<ReadText[]> {
  const values = texts.map((text, i) => `(${i}, ${tables.literal(text)})`).join(', ');
  const rows = await tables.query(`
    SELECT CAST(${castText('t', 'integer')} AS VARCHAR) AS ours,
      CAST(CASE WHEN ${written} THEN TRY_CAST(t AS BIGINT) END AS VARCHAR) AS strict,
      ${presentAndFits('t', 'integer')} AS fits
    FROM (VALUES ${values}) AS given(i, t) ORDER BY i`);
  return rows.map((row, i) => ({ text: texts[i], ...row }) as unknown as ReadText);
}

describe('text as an integer', () => {
  test('reads what stands there, to the limits of 64 bits, and nothing else', async () => {
    const integers: Readonly<Record<string, string>> = {
      ...{ '1': '1', '+1': '1', '-1': '-1', '007': '7', '-0': '0', ' 1': '1', '1 ': '1' },
      '  -12  ': '-12',
      '9223372036854775807': '9223372036854775807',
      '+9223372036854775807': '9223372036854775807',
      '-9223372036854775808': '-9223372036854775808',
      '000000000000000000000000000001': '1',
    };
    const others = [
      ...[
        '',
        ' ',
        '+',
        '-',
        '- ',
        ' + ',
        '+-1',
        '--1',
        '- 1',
        '1 2',
        '1-',
        '1+',
        '1,000',
        "1'000",
        '#1',
        '1%',
      ],
      ...['1.0', '1.', '.1', '1e3', '1E3', '1e0', '0x1', '0X1f', '0b1', '0o7', '1_000', '1_'],
      ...['9223372036854775808', '-9223372036854775809', '99999999999999999999999999999999999999'],
      ...['1\t', '\t1', '1\n', '\r1', '1\v', '1\f', '\u00a01', '1\u2003', '\u200b1', '\ufeff1'],
      ...['١', '１', '1²', '½', '−1', '1\u0000', 'true', 'NaN', 'inf', 'TRUE', 'ⅷ', '一', '🙂'],
    ];
    const read = await readTexts([...Object.keys(integers), ...others]);
    const found = Object.fromEntries(read.map(({ text, ours }) => [text, ours]));
    expect(found).toEqual({
      ...integers,
      ...Object.fromEntries(others.map((text) => [text, null])),
    });
    for (const { text, ours, strict } of read) expect([text, ours]).toEqual([text, strict]);
    // `NaN` stands for a missing value; all else is there and fits, or does not.
    for (const { text, ours, fits } of read) {
      expect([text, fits]).toEqual([text, text === 'NaN' ? null : ours !== null]);
    }
  });

  test('agrees with the strict cast of the engine on any text', async () => {
    const near = fc
      .tuple(fc.constantFrom(0n, 2n ** 63n, -(2n ** 63n), 10n ** 19n), fc.bigInt(-20n, 20n))
      .map(([about, off]) => String(about + off));
    const sign = fc.constantFrom('', '', '+', '-', ' ', '  ', '\t', '0', '.', '_', 'e', '+ ');
    const decorated = fc.tuple(sign, near, sign).map((parts) => parts.join(''));
    const letters = [...'0123456789+-. _eExX,\t\n\r\u00a0\u0661aZ\u00df\u0130'];
    const mixed = fc.string({ unit: fc.constantFrom(...letters), maxLength: 6 });
    const any = fc.string({ unit: 'grapheme', maxLength: 5 });
    const texts = fc.array(fc.oneof(near, decorated, mixed, any), {
      minLength: 400,
      maxLength: 400,
    });
    await fc.assert(
      fc.asyncProperty(texts, async (sample) => {
        const read = await readTexts(sample);
        expect(read.filter(({ ours, strict }) => ours !== strict)).toEqual([]);
        expect(read.some(({ ours }) => ours !== null)).toBe(true);
      }),
      // A failing text is named: shrinking the others tells nothing more.
      { seed: 7, numRuns: 10, endOnFailure: true },
    );
  });
});
