import type { Doc } from "@x/core";
import { tensor, type Tensor } from "@x/nn";
import { addSquares, type GradientForm, type ListenedBatch } from "@x/pipeline";
import type { FullTransformerBatch } from "../data/full-transformer-batch";
import type { ModelOutput } from "../data/model-output";
import type { TransformerData } from "../data/transformer-data";

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** The sum of the gradients of listeners: arrays appear when the first gradient for them comes. */
export const outputForm: GradientForm<FullTransformerBatch, ModelOutput> = {
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
};

export function zerosLike({ shape, data }: Tensor): Tensor {
  return tensor("float32", shape, new Float32Array(data.length));
}

function addTo(sum: Tensor, part: Tensor): number {
  return addSquares(sum.data as Float32Array, part.data as Float32Array);
}

/** The data of some Docs of a batch, found by identity, with their way back; undefined if a Doc is not in the batch. */
export function selectDocs(
  batch: ListenedBatch<FullTransformerBatch, ModelOutput>,
  docs: readonly Doc[],
):
  | {
      readonly datas: readonly TransformerData[];
      give(gradients: readonly (ModelOutput | undefined)[]): void;
    }
  | undefined {
  const all = batch.outputs.docData;
  const inOrder = docs.length === batch.docs.length && docs.every((doc, i) => doc === batch.docs[i]);
  const positions = inOrder ? undefined : new Map(batch.docs.map((doc, i) => [doc, i]));
  const indices = docs.map((doc, i) => (positions === undefined ? i : positions.get(doc)));
  if (indices.includes(undefined)) return undefined;
  const picked = indices as number[];
  return {
    datas: picked.map((index) => all[index]),
    give(gradients) {
      if (gradients.every((gradient) => gradient === undefined)) return;
      const byDoc = new Map(gradients.map((gradient, i) => [picked[i], gradient]));
      batch.accumulate(assemble(batch.outputs, byDoc));
    },
  };
}

/** The gradients of Docs as one of the whole batch: zeros where there is none. */
export function assemble(
  { modelOutput, docData }: FullTransformerBatch,
  gradients: ReadonlyMap<number, ModelOutput | undefined>,
): ModelOutput {
  const samples = [...gradients.values()].filter((gradient) => gradient !== undefined);
  const whole: Mutable<ModelOutput> = {};
  if (samples.some(({ lastHiddenState }) => lastHiddenState !== undefined))
    whole.lastHiddenState = zerosLike(modelOutput.lastHiddenState!);
  if (samples.some(({ hiddenStates }) => hiddenStates !== undefined))
    whole.hiddenStates = modelOutput.hiddenStates!.map(zerosLike);
  let at = 0;
  docData.forEach(({ modelOutput: own }, doc) => {
    if (own.lastHiddenState === undefined) return;
    const gradient = gradients.get(doc);
    const put = (into: Tensor, part: Tensor | undefined) => {
      if (part !== undefined) (into.data as Float32Array).set(part.data as Float32Array, at);
    };
    if (gradient?.lastHiddenState !== undefined) put(whole.lastHiddenState!, gradient.lastHiddenState);
    gradient?.hiddenStates?.forEach((layer, i) => put(whole.hiddenStates![i], layer));
    at += own.lastHiddenState.data.length;
  });
  return whole;
}
