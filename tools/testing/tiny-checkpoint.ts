import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Random, type Tensor } from "@x/nn";
import { writeSafetensors } from "@x/nn/files";

export interface TinyCheckpointOptions {
  /** Words that are one wordpiece; everything else is cut into letters. Lower case. */
  readonly words: readonly string[];
  readonly width?: number;
  readonly layers?: number;
  readonly heads?: number;
  readonly positions?: number;
}

/** Writes a BERT of random weights that knows some words, with the files of the Hugging Face hub. */
export function writeTinyCheckpoint(
  folder: string,
  { words, width = 16, layers = 2, heads = 2, positions = 64 }: TinyCheckpointOptions,
): void {
  const letters = [..."abcdefghijklmnopqrstuvwxyz0123456789.,;:!?'-"];
  const vocabulary = [
    ...["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"],
    ...new Set([...words, ...letters]),
    ...letters.map((letter) => `##${letter}`),
  ];
  const config = {
    architectures: ["BertModel"],
    model_type: "bert",
    vocab_size: vocabulary.length,
    hidden_size: width,
    num_hidden_layers: layers,
    num_attention_heads: heads,
    intermediate_size: 2 * width,
    hidden_act: "gelu",
    hidden_dropout_prob: 0.1,
    attention_probs_dropout_prob: 0.1,
    max_position_embeddings: positions,
    type_vocab_size: 2,
    initializer_range: 0.02,
    layer_norm_eps: 1e-12,
    pad_token_id: 0,
  };
  const tokenizer = {
    tokenizer_class: "BertTokenizer",
    do_lower_case: true,
    model_max_length: positions,
    unk_token: "[UNK]",
    sep_token: "[SEP]",
    pad_token: "[PAD]",
    cls_token: "[CLS]",
    mask_token: "[MASK]",
  };
  mkdirSync(folder, { recursive: true });
  const write = (name: string, content: string | Uint8Array) => writeFileSync(join(folder, name), content);
  write("config.json", JSON.stringify(config, undefined, 2));
  write("tokenizer_config.json", JSON.stringify(tokenizer, undefined, 2));
  write("vocab.txt", `${vocabulary.join("\n")}\n`);
  write("model.safetensors", writeSafetensors(weightsOf(config), { metadata: { format: "pt" } }));
}

function weightsOf(config: {
  readonly vocab_size: number;
  readonly hidden_size: number;
  readonly num_hidden_layers: number;
  readonly intermediate_size: number;
  readonly max_position_embeddings: number;
  readonly type_vocab_size: number;
}): Map<string, Tensor> {
  const { hidden_size: width, intermediate_size: inner } = config;
  const random = new Random(7);
  const weights = new Map<string, Tensor>();
  const add = (name: string, shape: readonly number[], fill?: number) => {
    const size = shape.reduce((product, length) => product * length, 1);
    const data =
      fill === undefined
        ? Float32Array.from(random.fork(name).normal(0, 0.2, size))
        : new Float32Array(size).fill(fill);
    weights.set(name, { dtype: "float32", shape, data });
  };
  const dense = (name: string, out: number, into: number) => {
    add(`${name}.weight`, [out, into]);
    add(`${name}.bias`, [out], 0);
  };
  const norm = (name: string) => {
    add(`${name}.weight`, [width], 1);
    add(`${name}.bias`, [width], 0);
  };
  add("embeddings.word_embeddings.weight", [config.vocab_size, width]);
  add("embeddings.position_embeddings.weight", [config.max_position_embeddings, width]);
  add("embeddings.token_type_embeddings.weight", [config.type_vocab_size, width]);
  norm("embeddings.LayerNorm");
  for (let layer = 0; layer < config.num_hidden_layers; layer++) {
    const name = `encoder.layer.${layer}`;
    for (const part of ["query", "key", "value"]) dense(`${name}.attention.self.${part}`, width, width);
    dense(`${name}.attention.output.dense`, width, width);
    norm(`${name}.attention.output.LayerNorm`);
    dense(`${name}.intermediate.dense`, inner, width);
    dense(`${name}.output.dense`, width, inner);
    norm(`${name}.output.LayerNorm`);
  }
  dense("pooler.dense", width, width);
  return weights;
}
