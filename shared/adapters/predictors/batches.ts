import { batchRows, type FeatureBatch, type PredictedBatch } from '../../domain/prediction.ts';

type Predict = (batch: FeatureBatch, signal: AbortSignal) => Promise<PredictedBatch>;

/** Let a model be asked about any number of rows: at most `size` go into one request. */
export function inBatches(size: number, predict: Predict): Predict {
  return async (batch, signal) => {
    if (batch.rows <= size) return predict(batch, signal);
    const parts: PredictedBatch[] = [];
    for (let from = 0; from < batch.rows; from += size) {
      signal.throwIfAborted();
      parts.push(await predict(batchRows(batch, from, Math.min(batch.rows, from + size)), signal));
    }
    return joined(parts);
  };
}

function joined(parts: readonly PredictedBatch[]): PredictedBatch {
  const rows = parts.reduce((sum, part) => sum + part.rows, 0);
  const width = parts[0]?.width ?? 0;
  const values = new Float64Array(rows * width);
  let at = 0;
  for (const part of parts) {
    values.set(part.values, at);
    at += part.values.length;
  }
  const labels = parts.flatMap((part) => part.labels ?? []);
  return { rows, width, values, ...(labels.length === rows ? { labels } : {}) };
}
