import { atLeast, defineCall, integer } from "@x/core/spi";
import { network } from "../define-layer";
import { errors } from "../errors";
import { initializeLayer } from "../model/initialize-model";
import { applyLayer } from "../model/layer";
import { Model } from "../model/model";
import { inputSym, type Scope } from "../model/scope";
import type { Sym } from "../model/sym";

/** Runs a layer on one item of a tuple; the other items go through. */
export const withGetitem = defineCall(
  "layers",
  "with_getitem.v1",
  {
    summary: "Runs a layer on one item of a tuple.",
    settings: {
      /** The place of the item, from 0 on. */
      idx: atLeast(0, integer()),
      layer: network(),
    },
    call: ({ idx, layer }, wrap) => wrap(idx, layer),
  },
  (idx: number, layer: Model): Model =>
    new Model(`with_getitem(${layer.name})`, {
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
            sym === undefined ? undefined : itemsOf(scope, sym)?.[model.attr<number>("idx")];
          initializeLayer(model.layers[0], { X: item(X), Y: item(Y), scope, random });
        },
      },
    }),
);

function symbolic(model: Model, scope: Scope, X: Sym): Sym {
  const items = itemsOf(scope, X);
  if (items === undefined) throw errors.wrongInput(model.name, "a tuple", X.on);
  const at = model.attr<number>("idx");
  return { on: "tuple", items: items.with(at, applyLayer(model.layers[0], scope, items[at])) };
}

/** The items of a tuple; one with documents in it is on the host as a whole. */
function itemsOf(scope: Scope, X: Sym): readonly Sym[] | undefined {
  if (X.on === "tuple") return X.items;
  const sample = X.on === "host" ? scope.sample(X.host) : undefined;
  if (X.on !== "host" || !Array.isArray(sample)) return undefined;
  return sample.map((_, i) =>
    inputSym(
      scope,
      X.host.map((tuple) => (tuple as unknown[])[i]),
      `${X.rows}_${i}`,
    ),
  );
}
