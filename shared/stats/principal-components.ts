/** Directions of most variance, the largest first. */
export interface PrincipalComponents {
  /** Each of unit length, one number a feature. */
  readonly directions: readonly Float64Array[];
  readonly variances: readonly number[];
}

const mostSweeps = 60;

/**
 * Principal components of a symmetric matrix of (co)variances, by cyclic Jacobi rotations: slow for
 * thousands of features, and accurate to rounding for the hundreds a table has.
 *
 * @param matrix row-major, `size` × `size`, symmetric
 * @throws RangeError where the matrix has another size or a number that is not finite
 * @see G. Golub & C. Van Loan, Matrix Computations (2013), 8.5
 */
export function principalComponents(matrix: Float64Array, size: number): PrincipalComponents {
  if (matrix.length !== size * size || matrix.some((value) => !Number.isFinite(value))) {
    throw new RangeError(`not a finite ${size} × ${size} matrix`);
  }
  const a = Float64Array.from(matrix);
  const vectors = new Float64Array(size * size);
  for (let i = 0; i < size; i++) vectors[i * size + i] = 1;
  const total = a.reduce((sum, value) => sum + value * value, 0);
  for (let sweep = 0; sweep < mostSweeps && offDiagonal(a, size) > 1e-26 * total; sweep++) {
    for (let p = 0; p < size; p++) {
      for (let q = p + 1; q < size; q++) rotate(a, vectors, size, p, q);
    }
  }
  const order = Array.from({ length: size }, (_, i) => i).sort(
    (i, j) => at(a, size, j, j) - at(a, size, i, i),
  );
  return {
    variances: order.map((i) => at(a, size, i, i)),
    directions: order.map((i) =>
      Float64Array.from({ length: size }, (_, row) => at(vectors, size, row, i)),
    ),
  };
}

function at(matrix: Float64Array, size: number, row: number, column: number): number {
  return matrix[row * size + column] as number;
}

function offDiagonal(a: Float64Array, size: number): number {
  let sum = 0;
  for (let p = 0; p < size; p++) {
    for (let q = p + 1; q < size; q++) sum += 2 * at(a, size, p, q) ** 2;
  }
  return sum;
}

/** Make the element (p, q) zero, and turn the directions along. */
function rotate(a: Float64Array, vectors: Float64Array, size: number, p: number, q: number): void {
  const off = at(a, size, p, q);
  if (off === 0) return;
  const theta = (at(a, size, q, q) - at(a, size, p, p)) / (2 * off);
  const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.hypot(theta, 1));
  const cosine = 1 / Math.hypot(t, 1);
  const sine = t * cosine;
  for (let k = 0; k < size; k++) turn(a, k * size + p, k * size + q, cosine, sine);
  for (let k = 0; k < size; k++) turn(a, p * size + k, q * size + k, cosine, sine);
  for (let k = 0; k < size; k++) turn(vectors, k * size + p, k * size + q, cosine, sine);
}

function turn(m: Float64Array, i: number, j: number, cosine: number, sine: number): void {
  const [x, y] = [m[i] as number, m[j] as number];
  m[i] = cosine * x - sine * y;
  m[j] = sine * x + cosine * y;
}
