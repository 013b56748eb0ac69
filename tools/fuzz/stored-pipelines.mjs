// Pipelines as folders hold them, for targets: trained components, rules, vectors, a transformer.
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { registry } from "@x/core";
import { registrations as nn } from "@x/nn";
import { blank, registrations as pipeline } from "@x/pipeline";
import { registrations as tok2vec } from "@x/tok2vec";
import { registrations as transformers } from "@x/transformers";

const packages = join(import.meta.dirname, "../../packages");
const trajectories = join(packages, "pipeline/tests/golden/pipelines/trajectories");
const folders = [
  join(trajectories, "tagger_ner_shared_loop/init"),
  join(trajectories, "textcat_ensemble_biased/init"),
  join(trajectories, "trainable_lemmatizer/init"),
  join(trajectories, "tagger_bilstm/init"),
  join(trajectories, "beam_parser/init"),
  join(packages, "pipeline/tests/golden/training/runs/vectors"),
  join(packages, "transformers/tests/golden/transformers/curated/nlp"),
];

/** Their files by name, and the registry that loads them. */
export async function storedPipelines() {
  for (const table of [nn, pipeline, tok2vec, transformers]) registry.use(table);
  return [...folders.map(readTree), await rules(), await withTransformer()];
}

function readTree(folder) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return new Map(
    files.map((entry) => {
      const path = join(entry.parentPath ?? entry.path, entry.name);
      return [path.slice(folder.length + 1), new Uint8Array(readFileSync(path))];
    }),
  );
}

async function rules() {
  const nlp = blank("en");
  nlp.addPipe("entity_ruler").addPatterns([
    { label: "GPE", pattern: "New York", id: "ny" },
    { label: "ORG", pattern: [{ LOWER: { REGEX: "^acme" }, OP: "+" }, { TEXT: { IN: ["Inc", "Ltd"] } }] },
  ]);
  nlp.addPipe("span_ruler").addPatterns([{ label: "X", pattern: [{ SHAPE: "dd", LENGTH: { ">=": 2 } }] }]);
  nlp.addPipe("attribute_ruler").add([[{ TAG: "NN" }]], { attrs: { POS: "NOUN", MORPH: "Number=Sing" } });
  nlp.addPipe("sentencizer");
  return nlp.serialize();
}

async function withTransformer() {
  const stored = join(packages, "encoders/tests/golden/transformers");
  const folder = mkdtempSync(join(tmpdir(), "x-fuzz-"));
  try {
    cpSync(join(stored, "tokenizers/bert"), folder, { recursive: true });
    cpSync(join(stored, "checkpoints/tiny-bert"), folder, { recursive: true });
    const nlp = blank("en");
    nlp.addPipe("transformer", {
      config: {
        model: {
          "@architectures": "spacy-transformers.TransformerModel.v3",
          name: folder,
          get_spans: { "@span_getters": "spacy-transformers.doc_spans.v1" },
        },
      },
    });
    await nlp.initialize();
    return await nlp.serialize();
  } finally {
    rmSync(folder, { recursive: true });
  }
}
