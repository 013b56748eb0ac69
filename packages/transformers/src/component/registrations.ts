import { modelArg, type Registration } from "@x/core";
import type { Model, Sequences, Tensor } from "@x/nn";
import { z } from "zod";
import { nullAnnotationSetter, tokenVectorsSetter } from "./annotation-setters";

export const annotationSetters: Readonly<Record<string, Registration>> = {
  "spacy-transformers.null_annotation_setter.v1": {
    schema: z.strictObject({}),
    create: () => nullAnnotationSetter,
    summary: "Sets nothing beside doc._.trf_data.",
  },
  "x.token_vectors_setter.v1": {
    schema: z.strictObject({ pooling: modelArg<Model<Sequences, Tensor>>().optional() }),
    create: ({ pooling }: { pooling?: Model<Sequences, Tensor> }) => tokenVectorsSetter(pooling),
    summary: "Writes a vector for every token to doc.tensor, for .vector and .similarity().",
  },
};
