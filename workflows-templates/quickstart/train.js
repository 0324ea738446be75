/**
 * Trains the model: `mlops train-on-gpu-runner` calls `train(task)`. Replace this file with your own
 * training code; in another language, use `command:` instead of `entry:` in mlops.yml.
 *
 * What a task has: tf (TensorFlow.js), params, seed, data, label, key, tables (SQL over data
 * files), modelDir, predictionsFile, report(), progress(), log() and an abort signal.
 */
import { copyFile, writeFile } from 'node:fs/promises';
import { columns, encode, learnEncoding, parseFeatures } from './features.mjs';

export async function train(task) {
  const { tf, params, seed } = task;
  const sample = await readFlights(task, task.data.train, params.rows);
  const late = Array.from(sample[task.label], Number);
  // Three parts: one to count how late flights like this one are, one for the network to learn what
  // to make of that, and a tenth to see whether it learned or merely remembers. On rows that were
  // counted, the network would trust the counts too much.
  const counted = Math.floor(late.length * 0.6);
  const names = parseFeatures(params.features);
  const encoding = learnEncoding(names, sample, late.slice(0, counted));
  task.log(`Learning from ${late.length} flights with ${names.length} features.`);

  const network = buildNetwork(tf, encoding.length, params.units, seed);
  network.compile({ optimizer: tf.core.train.adam(params.rate), loss: 'binaryCrossentropy' });
  const part = (values) => values.slice(counted);
  const rest = Object.fromEntries(Object.entries(sample).map(([name, all]) => [name, part(all)]));
  const y = tf.core.tensor2d(part(late), [late.length - counted, 1]);
  const x = tf.core.tensor2d(encode(encoding, rest, y.shape[0]), [y.shape[0], names.length]);
  await network.fit(x, y, {
    epochs: params.epochs,
    batchSize: params.batch,
    // The rows come in a random but repeatable order already.
    shuffle: false,
    validationSplit: 0.25,
    verbose: 0,
    callbacks: {
      onEpochEnd: (epoch, { loss, val_loss }) => {
        task.signal.throwIfAborted();
        task.report({ loss, val_loss }, epoch + 1);
        task.progress(`epoch ${epoch + 1} of ${params.epochs}: loss ${loss.toFixed(4)}`);
      },
    },
  });

  await evaluate(task, network, encoding);
  await save(task, network, encoding);
}

/**
 * Flights as arrays by column, in an order that depends on nothing but the flights: shuffled by key,
 * and should a key come twice, by everything else.
 */
async function readFlights({ tables, label, key }, files, limit) {
  const table = await tables.open('/', files);
  const names = [...columns, label, key].map((name) => tables.identifier(name)).join(', ');
  const shuffled = `(${tables.identifier(key)} * 2654435761) % 4294967296`;
  const rows = limit === undefined ? '' : `LIMIT ${Number(limit)}`;
  return tables.columns(
    `SELECT ${names} FROM ${table.relation} ORDER BY ${shuffled}, ${names} ${rows}`,
  );
}

/**
 * One hidden layer, or none (logistic regression) where `units` is 0. The layers have names, because
 * TensorFlow.js would number them, and a second model in one process would have other bytes.
 */
function buildNetwork({ layers }, inputs, units, seed) {
  const dense = (name, size, activation, offset) =>
    layers.layers.dense({
      name,
      units: size,
      activation,
      inputShape: [name === 'hidden' || units === 0 ? inputs : units],
      kernelInitializer: layers.initializers.glorotUniform({ seed: seed + offset }),
    });
  const output = dense('output', 1, 'sigmoid', 2);
  const all = units > 0 ? [dense('hidden', units, 'relu', 1), output] : [output];
  return layers.sequential({ name: 'late', layers: all });
}

/** Predict the held-out flights: for the metrics reported here and for the gate. */
async function evaluate(task, network, encoding) {
  const flights = await readFlights(task, task.data.test);
  const late = Array.from(flights[task.label], Number);
  const x = task.tf.core.tensor2d(encode(encoding, flights, late.length), [
    late.length,
    encoding.length,
  ]);
  const predictions = network.predict(x, { batchSize: 8192 }).dataSync();
  const lines = late.map((value, row) =>
    [flights[task.key][row], predictions[row].toPrecision(7), value, flights.origin[row]].join(','),
  );
  const header = [task.key, 'prediction', task.label, 'origin'].join(',');
  await writeFile(task.predictionsFile, `${[header, ...lines].join('\n')}\n`);
  task.report(score(predictions, late));
}

/** Log loss and the area under the ROC curve (ties count half). */
function score(predictions, late) {
  let loss = 0;
  late.forEach((value, row) => {
    loss -= Math.log(value === 1 ? predictions[row] : 1 - predictions[row]);
  });
  const order = [...predictions.keys()].sort((a, b) => predictions[a] - predictions[b]);
  const positives = late.reduce((sum, value) => sum + value, 0);
  let rankSum = 0;
  for (let start = 0; start < order.length; ) {
    let end = start;
    while (end < order.length && predictions[order[end]] === predictions[order[start]]) end += 1;
    const rank = (start + 1 + end) / 2;
    for (; start < end; start++) rankSum += late[order[start]] * rank;
  }
  const pairs = positives * (late.length - positives);
  return {
    auc: (rankSum - (positives * (positives + 1)) / 2) / pairs,
    'log-loss': loss / late.length,
  };
}

/** Everything the model needs to be served, and nothing else: these files are the model. */
async function save({ modelDir, label }, network, encoding) {
  const { modelTopology, weightSpecs, weightData } = await new Promise((resolve, reject) => {
    const handler = {
      save: async (artifacts) => {
        resolve(artifacts);
        return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } };
      },
    };
    network.save(handler).catch(reject);
  });
  const model = { label, encoding, modelTopology, weightSpecs };
  await writeFile(`${modelDir}/model.json`, JSON.stringify(model));
  await writeFile(`${modelDir}/weights.bin`, new Uint8Array(weightData));
  for (const name of ['serve.mjs', 'features.mjs']) {
    await copyFile(new URL(name, import.meta.url), `${modelDir}/${name}`);
  }
}
