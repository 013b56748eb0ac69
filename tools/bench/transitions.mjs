// The transition loop alone: greedy parsing and the steps of an update, without the network around them.
//
//   node tools/bench/transitions.mjs [--words 100000] [--labels 18] [--hidden 64]
//
// Weights are random, with "outside" made likely, so that about one word in five belongs to an entity.
import { join } from "node:path";
import { parseArgs } from "node:util";
import { importSource, median, root } from "./harness.mjs";

const { values: options } = parseArgs({
  options: {
    words: { type: "string", default: "100000" },
    labels: { type: "string", default: "18" },
    hidden: { type: "string", default: "64" },
  },
});
const { BiluoSystem, Doc, Example, goldStates, logLoss, parseGreedily, Random, StepModel, Vocab } =
  await importSource(
    "transitions-source",
    `
      export { Doc, Example, Vocab } from "@x/core";
      export { Random } from "@x/nn";
      export { BiluoSystem } from "./ner/biluo-system";
      export { parseGreedily } from "./greedy";
      export { logLoss } from "./log-loss";
      export { goldStates } from "./oracle";
      export { StepModel } from "./step-model";`,
    join(root, "packages/pipeline/src/transition-parser"),
  );

const [words, labels, nO] = [Number(options.words), Number(options.labels), Number(options.hidden)];
const [nF, nP, docLength] = [3, 2, 25];
const random = new Random(1);
const normal = (size, scale = 1) => Float32Array.from(random.normal(0, scale, size));
const vocab = new Vocab();
const system = new BiluoSystem();
system.setActions(withLabels());

function withLabels() {
  const counts = system.countActions([]);
  for (const move of system.labelledMoves)
    for (let k = 0; k < labels; k++) counts.get(move).set(`LABEL${k}`, k + 1);
  return counts;
}

const examples = Array.from({ length: Math.ceil(words / docLength) }, (_, n) => {
  const texts = Array.from({ length: docLength }, (_, i) => `w${(n * 7 + i * 13) % 5000}`);
  const reference = new Doc(vocab, { words: texts });
  const start = n % (docLength - 4);
  reference.setEnts([reference.span(start, start + 1 + (n % 3), { label: `LABEL${n % labels}` })]);
  return new Example(new Doc(vocab, { words: texts }), reference);
});
const docs = examples.map(({ predicted }) => predicted);
const total = docs.reduce((sum, doc) => sum + doc.length, 0);
const upper = { W: normal(system.classCount * nO, 0.1), b: normal(system.classCount, 0.1) };
upper.b[system.classCount - 1] = 2.5;
const featuresOf = (rows) => ({
  table: normal((rows + 1) * nF * nO * nP, 0.5),
  bias: normal(nO * nP, 0.1),
  ...{ nF, nO, nP },
});

/** Processor time, so that a busy machine does not matter much. */
function report(name, run) {
  run();
  const times = Array.from({ length: 5 }, () => {
    const start = process.cpuUsage();
    run();
    return process.cpuUsage(start).user / 1000;
  });
  const time = median(times);
  const rate = Math.round(total / (time / 1000));
  console.log(`${name}: ${rate.toLocaleString("en")} words/s (${time.toFixed(0)} ms for ${total} words)`);
}

const predictor = new StepModel({ features: featuresOf(total), upper, isTrain: false });
let ents = 0;
report(`greedy parsing, ${system.classCount} actions`, () => {
  const states = system.initBatch(docs);
  parseGreedily(system, states, predictor);
  ents = states.reduce((sum, state) => sum + state.ents().length, 0);
});
console.log(`  ${ents} entities`);

report("gold states of an update", () => goldStates(system, examples, 100));

const batch = 80;
const features = featuresOf(batch * docLength);
report("steps of an update (scores, costs, loss)", () => {
  for (let at = 0; at < examples.length; at += batch) {
    const part = examples.slice(at, at + batch);
    let { states, golds } = goldStates(system, part, 100);
    const step = new StepModel({ features, upper, isTrain: true });
    const costs = new Float32Array(system.classCount);
    const valid = new Int32Array(system.classCount);
    const room = new Float64Array(2 * system.classCount);
    while (states.length > 0) {
      const scores = step.score(states);
      const gradient = new Float32Array(scores.length);
      states.forEach((state, i) => {
        system.writeCosts(state, golds[i], costs);
        logLoss(gradient, scores, i * costs.length, { costs, room });
      });
      step.learn(gradient);
      states.forEach((state, i) => {
        const count = system.listValid(state, valid);
        let best = valid[0];
        for (let k = 1; k < count; k++)
          if (scores[i * costs.length + valid[k]] > scores[i * costs.length + best]) best = valid[k];
        system.apply(state, best);
      });
      golds = golds.filter((_, i) => !states[i].isFinal);
      states = states.filter((state) => !state.isFinal);
    }
  }
});
