import type { Doc, Vocab } from "@x/core";
import { chain, floatTensor, Model, type Tensor } from "@x/nn";
import { initializeLayer, NumpyRandom, type Forward, type InitOptions } from "@x/nn/spi";
import { Masker, type Mask } from "./masker";

/**
 * A network whose input words are masked, also in prediction (`build_masked_language_model`): it gives predictions for all
 * tokens and learns from the masked ones alone. Its attribute `mask` (`Mask`) hides the words.
 */
export function maskedLanguageModel(
  vocab: Vocab,
  { tok2vec, output }: { readonly tok2vec: Model<Doc[], unknown>; readonly output: Model },
): Model<Doc[], Tensor> {
  const wrapped = chain<Doc[], Tensor>(tok2vec as Model, output);
  const mask: Mask = new Masker(vocab, { draws: new NumpyRandom(0) }).mask;
  return new Model<Doc[], Tensor>("masked-language-model", {
    layers: [wrapped],
    dims: Object.fromEntries(wrapped.dims),
    refs: { wrapped, tok2vec: tok2vec as Model, output_layer: output },
    attrs: { mask },
    layer: { forward, init },
  });
}

async function forward(model: Model, docs: readonly Doc[], isTrain: boolean): Promise<Forward> {
  const batch = model.attr<Mask>("mask")(docs);
  const [Y, backprop] = await model.layers[0].run(batch.docs, isTrain);
  return [Y, (dY) => backprop(withoutKept(dY as Tensor, batch.keep))];
}

/** The gradient of tokens that were left alone is zero. */
function withoutKept(gradient: Tensor, keep: Uint8Array): Tensor {
  const width = gradient.shape[1];
  const data = (gradient.data as Float32Array).slice();
  keep.forEach((kept, row) => {
    if (kept === 1) data.fill(0, row * width, (row + 1) * width);
  });
  return floatTensor(gradient.shape, data);
}

function init(model: Model, options: InitOptions): void {
  const [wrapped] = model.layers;
  initializeLayer(wrapped, options);
  for (const [dim, size] of wrapped.dims) if (size !== null) model.dims.set(dim, size);
}
