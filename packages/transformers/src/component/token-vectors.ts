import type { Doc } from "@x/core";
import { reduceMeanLayer as reduceMean, tensor, type Model, type Sequences, type Tensor } from "@x/nn";
import { trfData } from "../data/trf-data";
import { trfs2arrays } from "../layers/trfs2arrays";

/**
 * One vector per token, `[tokens, width]`, from `doc._.trf_data`; zeros for tokens without wordpieces.
 *
 * @param pooling reduces the wordpieces of a token to its vector; default: the mean
 */
export async function tokenVectors(
  doc: Doc,
  pooling: Model<Sequences, Tensor> = reduceMean(),
): Promise<Tensor> {
  const data = trfData(doc);
  if (data?.modelOutput.lastHiddenState === undefined) {
    return tensor("float32", [doc.length, 0], new Float32Array(0));
  }
  const { data: rows } = await trfs2arrays(pooling, 1).predict([data.withDocLength(doc.length)]);
  return rows;
}
