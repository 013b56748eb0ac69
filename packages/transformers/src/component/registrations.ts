import { callbackArg, modelArg, type Doc, type FactoryRegistration, type Registration } from "@x/core";
import type { Model, Sequences, Tensor } from "@x/nn";
import type { Language } from "@x/pipeline";
import { z } from "zod";
import type { FullTransformerBatch } from "../data/full-transformer-batch";
import { nullAnnotationSetter, tokenVectorsSetter, type AnnotationSetter } from "./annotation-setters";
import { Transformer } from "./transformer";

const defaults = `
[defaults]
max_batch_items = 4096

[defaults.set_extra_annotations]
@annotation_setters = "spacy-transformers.null_annotation_setter.v1"

[defaults.model]
@architectures = "spacy-transformers.TransformerModel.v3"
name = "roberta-base"
tokenizer_config = {"use_fast":true}
transformer_config = {}
mixed_precision = false
grad_scaler_config = {}

[defaults.model.get_spans]
@span_getters = "spacy-transformers.strided_spans.v1"
window = 128
stride = 96
`;

type TransformerNetwork = Model<Doc[], FullTransformerBatch>;

export const transformerFactory: FactoryRegistration = {
  schema: z.strictObject({
    nlp: z.custom<Language>(),
    name: z.string(),
    model: modelArg<TransformerNetwork>(),
    set_extra_annotations: callbackArg<AnnotationSetter>("annotation_setters", "callbacks"),
    max_batch_items: z.int().min(1),
  }),
  create: ({
    nlp,
    name,
    model,
    set_extra_annotations,
    max_batch_items,
  }: {
    nlp: Language;
    name: string;
    model: TransformerNetwork;
    set_extra_annotations: AnnotationSetter;
    max_batch_items: number;
  }) =>
    new Transformer(nlp.vocab, model, {
      name,
      setExtraAnnotations: set_extra_annotations,
      maxBatchItems: max_batch_items,
    }),
  defaultConfig: () => defaults,
  assigns: ["doc._.trf_data"],
  summary: "A pretrained transformer that other components listen to.",
};

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
