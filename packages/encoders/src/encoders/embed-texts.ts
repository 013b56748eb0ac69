import type { Tensor } from "@x/nn";
import type { PieceTokenizer } from "../tokenizers/piece-tokenizer";
import type { Encoder } from "./encoder";

/** What embeds texts: the encoder and the tokenizer of one model. */
export interface TextEmbedder {
  readonly encoder: Encoder;
  readonly tokenizer: PieceTokenizer;
}

/**
 * One vector for each text: the mean over its wordpieces, special ones included, as models of sentence-transformers pool.
 *
 * @param texts run as one batch; each has to fit the network (`tokenizer.modelMaxLength` wordpieces)
 * @returns a vector of `encoder.hiddenSize` numbers for each text
 * @throws TR310 a text with more wordpieces than the network knows positions
 */
export async function embedTexts(
  texts: readonly string[],
  { encoder, tokenizer }: TextEmbedder,
): Promise<Float32Array[]> {
  if (texts.length === 0) return [];
  const batch = await tokenizer.encodeBatch(texts);
  const { lastHiddenState } = await encoder.model().predict(batch);
  return texts.map((_, row) => meanOfRow(lastHiddenState, batch.attentionMask, row));
}

/** The mean of the pieces of a row that are no padding. */
function meanOfRow({ shape, data }: Tensor, mask: Tensor<"float32">, row: number): Float32Array {
  const [, length, width] = shape;
  const sums = new Float64Array(width);
  let count = 0;
  for (let piece = row * length; piece < (row + 1) * length; piece++) {
    if (mask.data[piece] === 0) continue;
    count++;
    for (let i = 0; i < width; i++) sums[i] += data[piece * width + i] as number;
  }
  return Float32Array.from(sums, (sum) => sum / count);
}
