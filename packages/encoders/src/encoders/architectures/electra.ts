import type { Architecture } from "../architecture";
import { bertEmbeddings } from "../bricks/embeddings";
import { linear } from "../bricks/linear";
import { bertDefaults, bertLayers } from "./bert";

/** ELECTRA (Clark et al. 2020): BERT with narrow embeddings that are projected. */
export const electra: Architecture = {
  prefix: "electra",
  defaults: {
    ...bertDefaults,
    embedding_size: 128,
    hidden_size: 256,
    num_attention_heads: 4,
    intermediate_size: 1024,
  },
  width: "hidden_size",
  dropouts: ["hidden_dropout_prob", "attention_probs_dropout_prob"],
  build(net, settings) {
    const nO = settings.size("hidden_size");
    const width = settings.size("embedding_size");
    const narrow = bertEmbeddings(net, { width, positions: "absolute" });
    return bertLayers(net, width === nO ? narrow : linear(net, narrow, { name: "embeddings_project", nO }));
  },
};
