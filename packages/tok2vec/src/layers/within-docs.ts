import { Model } from "@x/nn";
import {
  applyLayer,
  arraySym,
  initializeLayer,
  reachOf,
  type InitOptions,
  type Scope,
  type Sym,
} from "@x/nn/spi";

/**
 * Runs a layer on the rows of all docs at once, its windows ending where a doc ends.
 *
 * In the tree it is thinc's `with_array` without padding, whose windows reach into the neighbours in the batch.
 */
export function withinDocs(layer: Model): Model {
  return new Model(`with_array(${layer.name})`, {
    layers: [layer],
    attrs: { pad: 0 },
    dims: Object.fromEntries(layer.dims),
    layer: {
      composite: true,
      symbolic,
      infer: symbolic,
      init,
      reach: ({ layers: [inner] }) => reachOf(inner),
    },
  });
}

function symbolic(model: Model, scope: Scope, X: Sym): Sym {
  const batch = scope.graphOf(X, model);
  // Layers with windows keep them inside the sequences of a ragged batch.
  const inner: Sym = batch.lengths === undefined ? arraySym(batch.value) : { ...batch, kind: "ragged" };
  return { ...scope.graphOf(applyLayer(model.layers[0], scope, inner), model), kind: batch.kind };
}

function init(model: Model, options: InitOptions): void {
  const [layer] = model.layers;
  initializeLayer(layer, options);
  for (const [dim, size] of layer.dims)
    if (size !== null && model.hasDim(dim) !== false) model.setDim(dim, size);
}
