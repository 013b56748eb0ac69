import type { Doc } from "@x/core";
import { tensor, type Tensor } from "@x/nn";
import { addSquares, type Family } from "@x/pipeline/spi";
import type { FullTransformerBatch } from "../data/full-transformer-batch";
import type { ModelOutput } from "../data/model-output";
import { TransformerData } from "../data/transformer-data";
import { trfData, trfDataBy } from "../data/trf-data";
import { errors } from "../errors";

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type Gradients = readonly (ModelOutput | undefined)[];

/** The family that transformer components and their listeners belong to: outputs for wordpieces, which lie on Docs as `doc._.trf_data`. */
export const transformerOutputs: Family<
  FullTransformerBatch,
  ModelOutput,
  readonly TransformerData[],
  Gradients,
  TransformerData
> = {
  kind: "transformer",
  /** Arrays appear when the first gradient for them comes. */
  zeros: () => ({}),
  add(sum: Mutable<ModelOutput>, part) {
    let squares = 0;
    if (part.lastHiddenState !== undefined) {
      sum.lastHiddenState ??= zerosLike(part.lastHiddenState);
      squares += addTo(sum.lastHiddenState, part.lastHiddenState);
    }
    if (part.hiddenStates !== undefined) {
      sum.hiddenStates ??= part.hiddenStates.map(zerosLike);
      part.hiddenStates.forEach((layer, i) => (squares += addTo(sum.hiddenStates![i], layer)));
    }
    return squares;
  },
  cut(batch, places = [...batch.docData.keys()], { docs, width }) {
    return {
      heard: places.map((place, i) => complete(batch.docData[place], docs[i], width)),
      whole: (gradients) => assemble(batch, gradients, places),
    };
  },
  left: (doc, owner) => (owner === undefined ? trfData(doc) : trfDataBy(doc, owner)),
  gather: (left, { docs, width, isTrain, component, upstream }) =>
    left.map((data, i) => {
      if (data === undefined && isTrain && docs[i].length > 0)
        throw errors.upstreamDidNotRun(component, upstream);
      return complete(data ?? TransformerData.empty(), docs[i], width);
    }),
  errors: {
    absent: (component) => errors.docsNotEmbedded(component),
    ambiguous: (component, upstream, rivals) => errors.outputFromElsewhere(component, upstream, rivals),
  },
};

function zerosLike({ shape, data }: Tensor): Tensor {
  return tensor("float32", shape, new Float32Array(data.length));
}

function addTo(sum: Tensor, part: Tensor): number {
  return addSquares(sum.data as Float32Array, part.data as Float32Array);
}

/** A Doc without output has zeros. */
function complete(data: TransformerData, doc: Doc, width: number): TransformerData {
  if (data.modelOutput.lastHiddenState === undefined) return TransformerData.zeros(doc.length, width);
  const reached = data.firstToken + data.align.lengths.length;
  if (reached > doc.length) throw errors.tokensChanged(reached, doc.length);
  return data.docLength === doc.length ? data : data.withDocLength(doc.length);
}

/**
 * The gradients of Docs as one of the whole batch: zeros where there is none.
 *
 * @param places of the Docs in the batch; default: all, in order
 * @returns undefined where there is no gradient at all, as with the factor 0
 */
export function assemble(
  { modelOutput, docData }: FullTransformerBatch,
  gradients: Gradients,
  places: readonly number[] = [...docData.keys()],
): ModelOutput | undefined {
  const given = gradients.filter((gradient) => gradient !== undefined);
  if (given.length === 0) return undefined;
  const byDoc = new Map(gradients.map((gradient, i) => [places[i], gradient]));
  const whole: Mutable<ModelOutput> = {};
  if (given.some(({ lastHiddenState }) => lastHiddenState !== undefined))
    whole.lastHiddenState = zerosLike(modelOutput.lastHiddenState!);
  if (given.some(({ hiddenStates }) => hiddenStates !== undefined))
    whole.hiddenStates = modelOutput.hiddenStates!.map(zerosLike);
  let at = 0;
  docData.forEach(({ modelOutput: own }, doc) => {
    if (own.lastHiddenState === undefined) return;
    const gradient = byDoc.get(doc);
    const put = (into: Tensor, part: Tensor | undefined) => {
      if (part !== undefined) (into.data as Float32Array).set(part.data as Float32Array, at);
    };
    if (gradient?.lastHiddenState !== undefined) put(whole.lastHiddenState!, gradient.lastHiddenState);
    gradient?.hiddenStates?.forEach((layer, i) => put(whole.hiddenStates![i], layer));
    at += own.lastHiddenState.data.length;
  });
  return whole;
}
