/**
 * From flights to numbers. Training and serving both use this file, and training copies it into the
 * model folder, so a model can never be served with other features than it learned from.
 *
 * A feature is named after the column or columns it looks at: `distance`, `hour`, `origin*part`.
 * `distance` is used as a number; every other feature is replaced by how often flights like this
 * one were late in the training data.
 */

/** How many flights of average punctuality a rare value is mixed with. */
const smoothing = 50;

/** Columns a flight does not come with but that follow from it. */
const derived = {
  /** Six parts of the day, four hours each. */
  part: (flight) => Math.floor(flight.hour / 4),
};

/** The columns of a flight this file reads. */
export const columns = ['hour', 'weekday', 'distance', 'origin', 'destination'];

/** `hour, origin*part` as a list. */
export function parseFeatures(text) {
  return text.split(',').map((name) => name.trim());
}

/**
 * Learn from flights what each feature needs to know.
 *
 * @param flights arrays by column name, one value a flight.
 * @param late 0 or 1 for each flight.
 * @returns plain JSON, for `encode`.
 */
export function learnEncoding(names, flights, late) {
  const lateShare = late.reduce((sum, value) => sum + value, 0) / late.length;
  const base = logOdds(lateShare);
  return names.map((name) => {
    if (name === 'distance') return { name };
    const counts = new Map();
    for (let row = 0; row < late.length; row++) {
      const key = keyOf(name, flights, row);
      const seen = counts.get(key) ?? { all: 0, late: 0 };
      seen.all += 1;
      seen.late += late[row];
      counts.set(key, seen);
    }
    const values = [...counts].map(([key, seen]) => {
      const share = (seen.late + smoothing * lateShare) / (seen.all + smoothing);
      return [key, logOdds(share) - base];
    });
    values.sort(([a], [b]) => (a < b ? -1 : 1));
    return { name, values: Object.fromEntries(values) };
  });
}

/** Flights as a matrix, row by row: one number a feature. A value never seen counts as average. */
export function encode(encoding, flights, count) {
  const matrix = new Float32Array(count * encoding.length);
  encoding.forEach(({ name, values }, column) => {
    for (let row = 0; row < count; row++) {
      matrix[row * encoding.length + column] =
        values === undefined
          ? Math.log(Math.max(1, flights.distance[row]) / 600)
          : (values[keyOf(name, flights, row)] ?? 0);
    }
  });
  return matrix;
}

function keyOf(name, flights, row) {
  return name
    .split('*')
    .map((column) => {
      const derive = derived[column];
      return derive === undefined ? flights[column][row] : derive({ hour: flights.hour[row] });
    })
    .join('|');
}

function logOdds(share) {
  return Math.log(share / (1 - share));
}
