import type { Doc } from "@x/core";
import { reduceMeanLayer as reduceMean, type Model, type Sequences, type Tensor } from "@x/nn";
import type { FullTransformerBatch } from "../data/full-transformer-batch";
import { tokenVectors } from "./token-vectors";

/** Writes something of the transformer's output to the Docs of a batch; `doc._.trf_data` is set already. */
export type AnnotationSetter = (docs: readonly Doc[], output: FullTransformerBatch) => unknown;

/** Sets nothing (`spacy-transformers.null_annotation_setter.v1`). */
export const nullAnnotationSetter: AnnotationSetter = () => undefined;

/**
 * Writes a vector for every token to `doc.tensor`, so that `.vector` and `.similarity()` of Docs, spans and tokens work
 * (`x.token_vectors_setter.v1`).
 *
 * @param pooling from the wordpieces of a token to its vector; default the mean
 */
export function tokenVectorsSetter(pooling: Model<Sequences, Tensor> = reduceMean()): AnnotationSetter {
  return async (docs) => {
    for (const doc of docs) {
      const { shape, data } = await tokenVectors(doc, pooling);
      doc.tensor = { data: data as Float32Array, shape: [shape[0], shape[1]] };
    }
  };
}
