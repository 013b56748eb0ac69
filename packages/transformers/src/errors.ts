import { catalogue } from "@x/core/spi";

/** Every error that the transformers package throws: TR12x spans, TR4xx component. */
export const errors = catalogue({
  wrongSpanLists: (what: string) =>
    `[TR120] The span getter gave ${what}. It has to return one list of spans for each Doc, in the Docs' order.`,
  foreignSpan: (index: number) =>
    `[TR121] The span getter gave Doc ${index} a span of another Doc. Each list may only hold spans of its own Doc.`,
  wrongWindow: (window: number, stride: number) =>
    `[TR122] strided_spans: window = ${window} and stride = ${stride}. Both have to be integers of at least 1; a stride above the window leaves tokens out.`,

  noTransformerOutput: () =>
    `[TR401] This Doc has no output of a transformer, so it has no width: no span of it was run. Check tensors.length first.`,
  mixedWidths: (width: number, other: number) =>
    `[TR402] Docs with transformer vectors of ${width} and of ${other} numbers are in one batch. They come from different transformers; run the pipeline's own over all of them.`,
  wrongPooling: (layer: string) =>
    `[TR403] The pooling layer "${layer}" does not give an array. Pooling takes ragged rows and gives one row a token, as reduce_mean.v1 does.`,
  docsNotEmbedded: (component: string) =>
    `[TR404] "${component}" was given Docs in training that the transformer has not seen in this update. Both have to be trained on the same batch, with nlp.update or x train.`,
  upstreamDidNotRun: (component: string, upstream: string) =>
    `[TR405] "${component}" listens to "${upstream}" in training, and a Doc has no doc._.trf_data. Where the transformer is frozen, add it to [training] annotating_components.`,
  transformerNotLoaded: (name: string) =>
    `[TR406] The transformer "${name}" is not loaded yet. Initialize the pipeline (await nlp.initialize(...)), or load one that is trained.`,
  damagedTransformer: (name: string, reason: string) =>
    `[TR407] The stored transformer "${name}" cannot be read: ${reason}. Save the pipeline again; a file that was cut off looks like this.`,
  tokensChanged: (tokens: number, length: number) =>
    `[TR408] doc._.trf_data is for ${tokens} tokens and the Doc has ${length}: its tokens were merged or split after the transformer ran. Put the component that does so before the transformer.`,
  wrongBatchSize: (name: string, found: string) =>
    `[TR409] max_batch_items of "${name}" is ${found}. It has to be an integer of at least 1: how many padded tokens run at once.`,
  noTransformer: (name: string) =>
    `[TR410] The network "${name}" has no pretrained transformer in it. Give the model of a transformer component, or one with a Tok2VecTransformer.`,
  missingPiece: (layer: string, piece: string) =>
    `[TR411] The vocabulary of "${layer}" has no piece ${JSON.stringify(piece)}. Load one with [initialize.components.NAME.piecer_loader], or a pipeline that is trained.`,
  noWeights: (kind: string) =>
    `[TR412] The ${kind} network has no weights. Load them with [initialize.components.NAME.encoder_loader], or load a pipeline that is trained.`,
  wrongStride: (stride: number, window: number) =>
    `[TR413] WithStridedSpans: stride = ${stride} and window = ${window}. The stride has to be between ${Math.floor(window / 2)} and ${window}, so that a piece lies in two windows at most.`,
  wrongLayerCount: (found: number, wanted: number) =>
    `[TR414] A listener weighs ${wanted} layers, and the transformer gives ${found}. Set all_layer_outputs = true in its section, and num_layers to the transformer's layers.`,
  starBesideNames: (names: readonly string[]) =>
    `[TR415] gradual_transformer_unfreezing: target_pipes has "*" beside ${names.join(", ")}. Give "*" alone, or names.`,
  notATransformer: (name: string) =>
    `[TR416] gradual_transformer_unfreezing: the component "${name}" is no transformer. Name transformer or curated_transformer components.`,
  damagedOutput: (reason: string) =>
    `[TR418] The stored doc._.trf_data of a Doc is damaged: ${reason}. Run the pipeline over its text again, or write the file anew.`,
  outputFromElsewhere: (component: string, upstream: string, rivals: readonly string[]) =>
    `[TR417] The listener of component "${component}" reads the output of "${upstream}", which has not run on these docs. They bring output from elsewhere, perhaps of ${rivals.map((rival) => `"${rival}"`).join(" or ")}. Let "${upstream}" run too: enable it, and in training set [training] annotating_components = ["${upstream}"].`,
});
