import { defineCall, orNull } from "@x/core/spi";
import { network } from "../define-layer";
import { errors } from "../errors";
import { initializeLayer } from "../model/initialize-model";
import { applyLayer, type Forward, type InitOptions } from "../model/layer";
import { Model } from "../model/model";
import type { Scope } from "../model/scope";
import { withValue, type GraphSym, type Sym } from "../model/sym";
import { isPadded, withData, type Padded } from "../model/values";
import { concat } from "../operators/concat";
import { addBatches, concatenateBatches, splitBatch } from "./host-arithmetic";

/**
 * Two layers for padded sequences side by side: thinc's `bidirectional`.
 *
 * As in thinc, the second one reads the sequences in the same direction; `LSTM({ bi: true })` reads both ways.
 */
export const bidirectional = defineCall(
  "layers",
  "bidirectional.v1",
  {
    summary: "Two recurrent layers side by side.",
    settings: {
      /** The first layer. */
      l2r: network(),
      /** The second one; null: a copy of the first. */
      r2l: orNull(network()),
    },
    call: ({ l2r, r2l }, both) => both(l2r, { r2l }),
  },
  (l2r: Model, options: { readonly r2l?: Model | null } = {}): Model =>
    new Model(`bi${l2r.name}`, {
      layers: [l2r, options.r2l ?? l2r.copy()],
      layer: { composite: true, symbolic, infer: symbolic, forward, init },
    }),
);

function symbolic(model: Model, scope: Scope, X: Sym): Sym {
  const parts: GraphSym[] = model.layers.map((layer) => scope.graphOf(applyLayer(layer, scope, X), layer));
  return withValue(
    parts[0],
    concat(
      parts.map((part) => part.value),
      2,
    ),
  );
}

async function forward(model: Model, X: unknown, isTrain: boolean): Promise<Forward> {
  if (!isPadded(X)) throw errors.wrongInput(model.name, "padded sequences", typeof X);
  const [steps, sequences] = X.data.shape;
  const flat = (batch: Padded) => ({ ...batch.data, shape: [steps * sequences, batch.data.shape[2]] });
  const padded = (rows: Padded["data"]) => withData(X, { ...rows, shape: [steps, sequences, rows.shape[1]] });
  const runs: Forward[] = [];
  for (const layer of model.layers) runs.push(await layer.run(X, isTrain));
  const outputs = runs.map(([Y]) => flat(Y as Padded));
  const backprop = async (dY: unknown) => {
    const parts = splitBatch(
      flat(dY as Padded),
      outputs.map(({ shape }) => shape[1]),
    );
    let dX: unknown;
    for (const [i, [, back]] of runs.entries())
      dX = addBatches(dX, await back(padded(parts[i] as Padded["data"])));
    return dX;
  };
  return [padded(concatenateBatches(outputs) as Padded["data"]), backprop];
}

function init(model: Model, { X, scope, random }: InitOptions): void {
  for (const layer of model.layers) initializeLayer(layer, { X, scope, random });
}
