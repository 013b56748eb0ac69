import { error } from "../errors";
import { initializeLayer } from "../model/initialize-model";
import { applyLayer } from "../model/layer";
import { Model } from "../model/model";
import type { Scope } from "../model/scope";
import type { Sym } from "../model/sym";

/** Runs a layer on one item of a tuple; the other items go through. */
export function withGetitem(idx: number, layer: Model): Model {
  return new Model(`with_getitem(${layer.name})`, {
    layers: [layer],
    attrs: { idx },
    layer: {
      composite: true,
      symbolic,
      infer: symbolic,
      forward: async (model, X: unknown[], isTrain) => {
        const at = model.attr<number>("idx");
        const [Y, backprop] = await model.layers[0].run(X[at], isTrain);
        return [
          X.with(at, Y),
          async (dY) => (dY as unknown[]).with(at, await backprop((dY as unknown[])[at])),
        ];
      },
      init: (model, { X, Y, scope, random }) => {
        const item = (sym: Sym | undefined) =>
          sym?.on === "tuple" ? sym.items[model.attr<number>("idx")] : undefined;
        initializeLayer(model.layers[0], { X: item(X), Y: item(Y), scope, random });
      },
    },
  });
}

function symbolic(model: Model, scope: Scope, X: Sym): Sym {
  if (X.on !== "tuple") throw error("NN402", model.name, "a tuple", X.on);
  const at = model.attr<number>("idx");
  return { on: "tuple", items: X.items.with(at, applyLayer(model.layers[0], scope, X.items[at])) };
}
