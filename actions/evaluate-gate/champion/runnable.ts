/**
 * Whether a model's files are of a kind that the gate can run by itself: ONNX, TensorFlow.js, or a
 * serving module.
 */
export function isRunnable(files: readonly { readonly path: string }[]): boolean {
  return files.some(
    ({ path }) => /\.onnx$/iu.test(path) || /^(?:serve\.mjs|model\.json)$/u.test(path),
  );
}
