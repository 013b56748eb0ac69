import type { HFConfig } from "@x/encoders";

/** Architectures whose positions are counted from behind the padding piece's id. */
const offsetPositions = new Set(["roberta", "xlm-roberta", "camembert", "mpnet"]);

/** How many wordpieces an encoder can read at once; Infinity if it has no position table. */
export function longestInput(config: HFConfig): number {
  const { model_type, max_position_embeddings: positions, pad_token_id: pad } = config;
  if (typeof positions !== "number" || positions <= 0) return Infinity;
  if (model_type.startsWith("deberta") && config.position_biased_input === false) return Infinity;
  return offsetPositions.has(model_type) ? positions - (typeof pad === "number" ? pad : 1) - 1 : positions;
}
