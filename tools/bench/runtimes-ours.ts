// One runtime at work on a tok2vec network: runtimes.mjs bundles this, runs it, and reads the JSON line it prints.
import {
  adam,
  chain,
  classificationLoss,
  clone,
  concatenate,
  expandWindow,
  floatTensor,
  HashEmbed,
  list2ragged,
  Maxout,
  Model,
  Random,
  ragged2list,
  residual,
  Softmax,
  withArray,
  type Sequences,
} from "@x/nn";
import { createRuntime } from "@x/nn/runtime";
import { registry } from "@x/core";
import { registrations as tfjs } from "@x/tfjs";

const [name, work, seconds, words] = [process.argv[2], process.argv[3], +process.argv[4], +process.argv[5]];
const width = 96;
const tables = [5000, 1000, 2500, 2500];
const classes = 50;

/** The network of `x init config`: four hashed tables, four convolutions of maxout units. */
function tok2vec(): Model {
  const features = new Model("extract_features", { layer: { prepare: (_model, X: never) => X } });
  const embeds = tables.map((nV, column) =>
    HashEmbed({ nO: width, nV, column, seed: 8 + column, dropout: 0 }),
  );
  const mixer = Maxout({ nO: width, nI: width * tables.length, nP: 3, dropout: 0, normalize: true });
  const block = chain(
    expandWindow({ window_size: 1 }),
    Maxout({ nO: width, nI: 3 * width, nP: 3, dropout: 0, normalize: true }),
  );
  return chain(
    chain(features, list2ragged(), withArray(concatenate(...embeds)), withArray(mixer), ragged2list()),
    withArray(clone(residual(block), 4), { pad: 4 }),
  );
}

function batch(): Sequences {
  const random = new Random(words);
  const lengths = Int32Array.from({ length: words / 16 }, () => 16);
  const data = new BigUint64Array(words * tables.length);
  for (let i = 0; i < data.length; i++) data[i] = BigInt(random.integer(1e9));
  return { kind: "list", data: { dtype: "uint64", shape: [words, tables.length], data }, lengths };
}

registry.use(tfjs);
const runtime = createRuntime(
  name,
  process.env.X_THREADS && name === "onnxruntime" ? { threads: +process.env.X_THREADS } : {},
);
const X = batch();
const upstream = tok2vec();
const model = work === "predict" ? upstream : chain(upstream, withArray(Softmax({ nO: classes, nI: width })));
model.initialize({ X });
model.runtime = runtime;
if (work === "predict") model.freeze();
const optimizer = adam({ learn_rate: 0.001, L2: 0.01, use_averages: true });
const target = new Float32Array(words * classes);
for (let row = 0; row < words; row++) target[row * classes + (row % classes)] = 1;
const feeds = {
  target: floatTensor([words, classes], target),
  mask: floatTensor([words, classes], new Float32Array(target.length).fill(1)),
};

async function step(): Promise<void> {
  if (work === "predict") return void (await model.predict(X));
  await model.update(X, { loss: classificationLoss, feeds });
  model.finishUpdate(optimizer);
}

const began = performance.now();
await step();
const first = performance.now() - began;
await step();
const times: number[] = [];
const cpu = process.cpuUsage();
const start = performance.now();
while (times.length < 2 || performance.now() - start < seconds * 1000) {
  const before = performance.now();
  await step();
  times.push(performance.now() - before);
}
// The optimizer's work may still be under way on a device.
for (const [, param] of model.allParams()) void param.data[0];
const { user, system } = process.cpuUsage(cpu);
times.sort((a, b) => a - b);
console.log(
  JSON.stringify({
    text: (await runtime.describe?.())?.text,
    median: times[times.length >> 1],
    best: times[0],
    cpu: (user + system) / 1000 / times.length,
    first,
    steps: times.length,
    memory: process.resourceUsage().maxRSS / 1024,
  }),
);
