import { initializeLayer } from "../model/initialize-model";
import { applyLayer, reachOf, type Forward } from "../model/layer";
import { Model, type Batch } from "../model/model";
import type { Scope } from "../model/scope";
import type { Sym } from "../model/sym";
import type { Padded, Sequences } from "../model/values";
import { convertSequences, convertSymbol, kindOf, type SequenceKind } from "./sequence-kinds";

/**
 * Runs a layer for one kind of sequences on all kinds.
 *
 * @param options `dims`: whether the node shows the sizes of the layer
 */
export function withKind<X = Batch, Y = Batch>(
  layer: Model,
  options: { readonly kind: SequenceKind; readonly name: string; readonly dims: boolean },
): Model<X, Y> {
  const { kind } = options;
  const symbolic = (model: Model, scope: Scope, X: Sym): Sym => {
    const before = X.on === "tuple" ? kind : scope.graphOf(X, model).kind;
    const Y = applyLayer(model.layers[0], scope, convertSymbol(model, { scope, X, kind }));
    return before === "array" ? Y : convertSymbol(model, { scope, X: Y, kind: before });
  };
  return new Model(`${options.name}(${layer.name})`, {
    layers: [layer],
    dims: options.dims ? Object.fromEntries(layer.dims) : {},
    layer: {
      composite: true,
      symbolic,
      infer: symbolic,
      forward: (model, X, isTrain) => forward(model, { X, kind }, isTrain),
      reach: (model) => reachOf(model.layers[0]),
      init: (model, { X, Y, scope, random }) => {
        const inner = (sym: Sym | undefined) => sym && convertSymbol(model, { scope, X: sym, kind });
        initializeLayer(model.layers[0], { X: inner(X), Y: inner(Y), scope, random });
      },
    },
  });
}

async function forward(
  model: Model,
  { X, kind }: { readonly X: unknown; readonly kind: SequenceKind },
  isTrain: boolean,
): Promise<Forward> {
  const before = kindOf(model, X);
  const [Y, back] = await model.layers[0].run(convertSequences(X as Sequences | Padded, kind), isTrain);
  return [
    convertSequences(Y as Sequences | Padded, before),
    async (dY) => {
      const dX = (await back(convertSequences(dY as Sequences | Padded, kind))) as
        Sequences | Padded | undefined;
      return dX && convertSequences(dX, before);
    },
  ];
}
