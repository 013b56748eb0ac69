// The worker thread: loads the pipeline once, then annotates one batch of texts after the other.
import { load } from "@x/pipeline";
import { parentPort, workerData } from "node:worker_threads";

const nlp = await load(workerData.pipeline);
parentPort.postMessage({
  ready: { pipeline: `${nlp.meta.lang}_${nlp.meta.name}`, components: nlp.pipeNames },
});

let last = Promise.resolve();
parentPort.on("message", ({ texts }) => {
  last = last.then(() => annotate(texts));
});

async function annotate(texts) {
  try {
    const answers = [];
    for await (const doc of nlp.pipe(texts)) answers.push(describe(doc));
    parentPort.postMessage({ answers });
  } catch (problem) {
    parentPort.postMessage({ failure: problem.message });
  }
}

/** Plain data: a Doc itself stays in this thread. Offsets count UTF-16 units, as `text.slice` does. */
function describe(doc) {
  return {
    tokens: [...doc].map(({ text, idx, tag, pos, lemma }) => ({ text, start: idx, tag, pos, lemma })),
    entities: doc.ents.map(({ text, label, startChar, endChar }) => ({
      text,
      label,
      start: startChar,
      end: endChar,
    })),
  };
}
