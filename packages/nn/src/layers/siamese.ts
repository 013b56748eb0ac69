import { defineCall } from "@x/core/spi";
import { network } from "../define-layer";
import { errors } from "../errors";
import { initializeLayer } from "../model/initialize-model";
import { applyLayer, type Forward, type InitOptions } from "../model/layer";
import { Model } from "../model/model";
import type { Scope } from "../model/scope";
import type { Sym } from "../model/sym";

/** One layer for two inputs, and the similarity of what it gives for them: thinc's `siamese`. */
export const siamese = defineCall(
  "layers",
  "siamese.v1",
  {
    summary: "The similarity of one layer's outputs for two inputs.",
    settings: {
      /** The layer that both inputs pass. */
      layer: network(),
      /** Compares what it gives for them. */
      similarity: network(),
    },
    call: ({ layer, similarity }, compare) => compare(layer, similarity),
  },
  (layer: Model, similarity: Model): Model =>
    new Model(`siamese(${layer.name}, ${similarity.name})`, {
      layers: [layer, similarity],
      dims: { nI: layer.maybeGetDim("nI"), nO: similarity.maybeGetDim("nO") },
      layer: { composite: true, symbolic, infer: symbolic, forward, init },
    }),
);

function symbolic(model: Model, scope: Scope, X: Sym): Sym {
  const [layer, similarity] = model.layers;
  if (X.on !== "tuple" || X.items.length !== 2) throw errors.wrongInput(model.name, "two batches", X.on);
  const items = X.items.map((item) => applyLayer(layer, scope, item));
  return applyLayer(similarity, scope, { on: "tuple", items });
}

async function forward(model: Model, X: unknown, isTrain: boolean): Promise<Forward> {
  const [layer, similarity] = model.layers;
  if (!Array.isArray(X) || X.length !== 2) throw errors.wrongInput(model.name, "two batches", typeof X);
  const runs = [await layer.run(X[0], isTrain), await layer.run(X[1], isTrain)];
  const [Y, back] = await similarity.run(
    runs.map(([output]) => output),
    isTrain,
  );
  const backprop = async (dY: unknown) => {
    const parts = (await back(dY)) as unknown[];
    return [await runs[0][1](parts[0]), await runs[1][1](parts[1])];
  };
  return [Y, backprop];
}

function init(model: Model, { X, Y, scope, random }: InitOptions): void {
  const [layer, similarity] = model.layers;
  const items = X?.on === "tuple" ? X.items : undefined;
  initializeLayer(layer, { X: items?.[0], scope, random });
  const vectors = items?.map((item) => applyLayer(layer, scope, item));
  initializeLayer(similarity, { X: vectors && { on: "tuple", items: vectors }, Y, scope, random });
  if (layer.hasDim("nI") === true) model.setDim("nI", layer.getDim("nI"));
  if (similarity.hasDim("nO") === true) model.setDim("nO", similarity.getDim("nO"));
}
