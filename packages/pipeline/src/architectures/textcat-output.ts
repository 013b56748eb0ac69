import type { ResizeLayer } from "@x/nn";
import { resizeLinear, resizeModel } from "@x/nn/spi";
import type { ResizeOutput } from "../transition-parser/parser-model";

/** Bias of a class that was added: it gets no probability until it is trained. */
const unseen = -5000;

/**
 * How the output layer of a text classifier grows.
 *
 * @param options `normalized`: the scores go into a softmax or a sigmoid, so that a new class starts far below the others
 */
export function growOutput(options: { readonly normalized: boolean }): ResizeLayer {
  const fill = { b: options.normalized ? unseen : 0, W: 0 };
  return (layer, nO) => resizeLinear(layer, nO, { fill });
}

/** Changes the number of classes of a text classifier; the weights of existing ones are kept. */
export const resizeOutput: ResizeOutput = (model, nO) => {
  for (const node of model.walk()) {
    if (!node.attrs.has("resize_layer")) continue;
    resizeModel(node, nO);
    model.setRef("output_layer", node.layers[0]);
    model.setDim("nO", nO, { force: true });
    return;
  }
};
