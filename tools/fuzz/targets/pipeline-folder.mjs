import { loadFiles } from "@x/pipeline";
import { damage } from "../damage.mjs";
import { storedPipelines } from "../stored-pipelines.mjs";

export const target = {
  // Tokenizers of transformers may end the process.
  process: true,
  allowance: 256 << 20,
  slow: 5000,
  prepare: storedPipelines,
  // What changes is one file or two of a whole pipeline, chosen by `pick`.
  seeds: () => [new Uint8Array([1])],
  words: [],
  make(_, pick, known) {
    const files = new Map(known[pick(known.length)]);
    for (let count = pick(4) === 0 ? 2 : 1; count > 0; count--) {
      const names = [...files.keys()];
      const name = names[pick(names.length)];
      const damaged = damage(files.get(name), pick);
      if (damaged instanceof Uint8Array) files.set(name, damaged);
      else files.delete(name);
    }
    return files;
  },
  async run(files) {
    const nlp = await loadFiles(files);
    try {
      await nlp.process("Anna sees New York.");
    } finally {
      await nlp.close();
    }
  },
};
