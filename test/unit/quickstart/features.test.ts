import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

interface Encoding {
  readonly name: string;
  readonly values?: Readonly<Record<string, number>>;
}

type Flights = Readonly<Record<string, readonly (string | number)[]>>;

/** Plain JavaScript that a user copies: it has no types of its own. */
interface Features {
  parseFeatures(text: string): string[];
  learnEncoding(names: readonly string[], flights: Flights, late: readonly number[]): Encoding[];
  encode(encoding: readonly Encoding[], flights: Flights, count: number): Float32Array;
}

const url = new URL('../../../workflows-templates/quickstart/features.mjs', import.meta.url);
const { parseFeatures, learnEncoding, encode } = (await import(url.href)) as Features;

const logOdds = (share: number): number => Math.log(share / (1 - share));

/** Ten flights from each of two airports; two of ATL's are late, eight of ORD's. */
const origin = [...Array(10).fill('ATL'), ...Array(10).fill('ORD')];
const late = origin.map((name, i) => (i % 10 < (name === 'ATL' ? 2 : 8) ? 1 : 0));
const hour = origin.map((_, i) => i);
const flights = { origin, hour, distance: origin.map(() => 600) };

describe('features', () => {
  it('are how late flights like this one were, in log odds, mixed with fifty average ones', () => {
    const encoding = learnEncoding(['origin'], flights, late);
    const [atl, , ord] = [0, 1, 10].map((row) => encode(encoding, flights, 20)[row]);
    expect(atl).toBeCloseTo(logOdds((2 + 50 * 0.5) / 60), 6);
    expect(ord).toBeCloseTo(logOdds((8 + 50 * 0.5) / 60), 6);
  });

  it('count a value never seen as average', () => {
    const encoding = learnEncoding(['origin'], flights, late);
    expect([...encode(encoding, { origin: ['XXX'] }, 1)]).toEqual([0]);
  });

  it('can look at several columns and at what follows from them', () => {
    const names = parseFeatures('origin*part, hour, distance');
    expect(names).toEqual(['origin*part', 'hour', 'distance']);
    const encoding = learnEncoding(names, flights, late);
    expect(Object.keys(encoding[0]?.values ?? {})).toEqual([
      ...['ATL|0', 'ATL|1', 'ATL|2', 'ORD|2', 'ORD|3', 'ORD|4'],
    ]);
    expect(encode(encoding, flights, 20)).toHaveLength(60);
    expect(encode(encoding, flights, 1)[2]).toBe(0);
  });

  it('are finite for whatever flights there are', () => {
    const flight = fc.record({
      origin: fc.string(),
      hour: fc.integer({ min: 0, max: 23 }),
      distance: fc.integer(),
    });
    const encoding = learnEncoding(['origin*part', 'hour', 'distance'], flights, late);
    fc.assert(
      fc.property(flight, (one) => {
        const columns = Object.fromEntries(Object.entries(one).map(([name, x]) => [name, [x]]));
        return encode(encoding, columns, 1).every(Number.isFinite);
      }),
      { seed: 7 },
    );
  });
});
