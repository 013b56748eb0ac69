import { defineWrapper } from "../define-layer";
import { errors } from "../errors";
import type { Tensor } from "../graph/tensor";
import { initializeLayer } from "../model/initialize-model";
import { applyLayer, type Forward, type InitOptions } from "../model/layer";
import { Model } from "../model/model";
import type { Scope } from "../model/scope";
import { arraySym, type Sym } from "../model/sym";
import { isTensor } from "../model/values";
import { reshape } from "../operators/reshape";

/** Runs a layer for matrices on arrays with three axes: thinc's `with_reshape`. */
export const withReshape = defineWrapper(
  "with_reshape.v1",
  { summary: "Runs a layer for matrices on arrays with three axes.", settings: {} },
  (layer) =>
    new Model(`with_reshape(${layer.name})`, {
      layers: [layer],
      dims: { nO: null, nI: null },
      layer: { composite: true, symbolic, infer: symbolic, forward, init },
    }),
);

function flat(model: Model, scope: Scope, X: Sym): Sym {
  const { value } = scope.graphOf(X, model);
  return arraySym(reshape(value, [-1, value.shape[value.shape.length - 1]]));
}

function symbolic(model: Model, scope: Scope, X: Sym): Sym {
  const batch = scope.graphOf(X, model);
  const Y = scope.graphOf(applyLayer(model.layers[0], scope, flat(model, scope, batch)), model).value;
  const [first, second] = batch.value.shape;
  return arraySym(reshape(Y, [first, second, Y.shape[1]], { from: [batch.value] }));
}

async function forward(model: Model, X: unknown, isTrain: boolean): Promise<Forward> {
  if (!isTensor(X) || X.shape.length !== 3)
    throw errors.wrongInput(model.name, "an array with three axes", typeof X);
  const [first, second, width] = X.shape;
  const matrix = (tensor: Tensor): Tensor => ({ ...tensor, shape: [first * second, tensor.shape[2]] });
  const cube = (tensor: Tensor): Tensor => ({ ...tensor, shape: [first, second, tensor.shape[1]] });
  const [Y, back] = await model.layers[0].run(matrix(X), isTrain);
  return [
    cube(Y as Tensor),
    async (dY) => {
      const dX = (await back(matrix(dY as Tensor))) as Tensor | undefined;
      return dX && { ...dX, shape: [first, second, width] };
    },
  ];
}

function init(model: Model, { X, Y, scope, random }: InitOptions): void {
  const [layer] = model.layers;
  initializeLayer(layer, {
    X: X && flat(model, scope, X),
    Y: Y && flat(model, scope, Y),
    scope,
    random,
  });
  for (const dim of ["nI", "nO"]) if (layer.hasDim(dim) === true) model.setDim(dim, layer.getDim(dim));
}
