import { Random } from "@x/nn";
import { writeSafetensors } from "@x/nn/files";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Writes a folder as the Hugging Face hub has them: a BERT of two layers that nobody has pretrained. It stands for a real model
 * where nothing shall be downloaded; what it knows of a language it learns here.
 *
 * @param words what is one wordpiece; all else is cut into letters
 */
export function writeTinyEncoder(folder, words) {
  const letters = [..."abcdefghijklmnopqrstuvwxyz0123456789.,;:!?'-"];
  const pieces = [
    ...["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"],
    ...new Set([...words, ...letters]),
    ...letters.map((letter) => `##${letter}`),
  ];
  const [width, inner, layers, positions] = [48, 96, 2, 160];
  const config = {
    model_type: "bert",
    architectures: ["BertModel"],
    vocab_size: pieces.length,
    hidden_size: width,
    num_hidden_layers: layers,
    num_attention_heads: 4,
    intermediate_size: inner,
    max_position_embeddings: positions,
    type_vocab_size: 2,
  };
  const random = new Random(1);
  const weights = new Map();
  const add = (name, shape, fill) => {
    const size = shape.reduce((a, b) => a * b);
    const data =
      fill === undefined
        ? Float32Array.from(random.fork(name).normal(0, 0.1, size))
        : new Float32Array(size).fill(fill);
    weights.set(name, { dtype: "float32", shape, data });
  };
  const dense = (name, rows, columns) => {
    add(`${name}.weight`, [rows, columns]);
    add(`${name}.bias`, [rows], 0);
  };
  const norm = (name) => {
    add(`${name}.weight`, [width], 1);
    add(`${name}.bias`, [width], 0);
  };
  add("embeddings.word_embeddings.weight", [pieces.length, width]);
  add("embeddings.position_embeddings.weight", [positions, width]);
  add("embeddings.token_type_embeddings.weight", [2, width]);
  norm("embeddings.LayerNorm");
  for (let i = 0; i < layers; i++) {
    const layer = `encoder.layer.${i}`;
    for (const part of ["query", "key", "value"]) dense(`${layer}.attention.self.${part}`, width, width);
    dense(`${layer}.attention.output.dense`, width, width);
    norm(`${layer}.attention.output.LayerNorm`);
    dense(`${layer}.intermediate.dense`, inner, width);
    dense(`${layer}.output.dense`, width, inner);
    norm(`${layer}.output.LayerNorm`);
  }
  dense("pooler.dense", width, width);

  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "config.json"), JSON.stringify(config, undefined, 2));
  writeFileSync(join(folder, "vocab.txt"), `${pieces.join("\n")}\n`);
  writeFileSync(
    join(folder, "tokenizer_config.json"),
    JSON.stringify({ tokenizer_class: "BertTokenizer", do_lower_case: true, model_max_length: positions }),
  );
  writeFileSync(join(folder, "model.safetensors"), writeSafetensors(weights));
}
