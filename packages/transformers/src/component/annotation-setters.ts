import type { Doc } from "@x/core";
import { defineCall, defineValue, optional } from "@x/core/spi";
import { reduceMeanLayer as reduceMean, type Model, type Sequences, type Tensor } from "@x/nn";
import { network } from "@x/nn/spi";
import type { FullTransformerBatch } from "../data/full-transformer-batch";
import { tokenVectors } from "./token-vectors";

/** Writes something of the transformer's output to the Docs of a batch; `doc._.trf_data` is set already. */
export type AnnotationSetter = (docs: readonly Doc[], output: FullTransformerBatch) => unknown;

/** Sets nothing. */
export const nullAnnotationSetter = defineValue<AnnotationSetter>(
  "annotation_setters",
  "spacy-transformers.null_annotation_setter.v1",
  { summary: "Sets nothing except doc._.trf_data." },
  () => undefined,
);

/**
 * Writes a vector for every token to `doc.tensor`, so that `.vector` and `.similarity()` of Docs, spans and tokens work.
 *
 * @param pooling from the wordpieces of a token to its vector; default the mean
 */
export const tokenVectorsSetter = defineCall(
  "annotation_setters",
  "x.token_vectors_setter.v1",
  {
    summary: "Writes a vector for every token to doc.tensor, for .vector and .similarity().",
    settings: { pooling: optional(network<Model<Sequences, Tensor>>()) },
    call: ({ pooling }, create) => create(pooling),
  },
  (pooling: Model<Sequences, Tensor> = reduceMean()): AnnotationSetter =>
    async (docs) => {
      for (const doc of docs) {
        const { shape, data } = await tokenVectors(doc, pooling);
        doc.tensor = { data: data as Float32Array, shape: [shape[0], shape[1]] };
      }
    },
);
