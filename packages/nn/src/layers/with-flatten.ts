import { alias } from "@x/core/spi";
import { defineWrapper } from "../define-layer";
import { errors } from "../errors";
import { initializeLayer } from "../model/initialize-model";
import type { Forward } from "../model/layer";
import { Model } from "../model/model";
import { arraySym } from "../model/sym";
import { isSequences, isTensor, type Sequences } from "../model/values";

/**
 * Runs a layer on the items of all sequences at once and gives them back to their sequences: thinc's `with_flatten.v1` and `.v2`.
 *
 * Sequences are a list of arrays, or arrays of anything (words) where the layer takes those.
 */
export const withFlatten = defineWrapper(
  "with_flatten.v2",
  { summary: "Runs a layer on the items of all sequences.", settings: {} },
  (layer) =>
    new Model(`with_flatten(${layer.name})`, {
      layers: [layer],
      layer: {
        forward,
        init: (model, { X, Y, scope, random }) => {
          const rows = X?.on === "graph" ? arraySym(X.value) : undefined;
          initializeLayer(model.layers[0], { X: rows, Y: Y?.on === "graph" ? Y : undefined, scope, random });
        },
      },
    }),
);

/** Both versions do the same. */
export const withFlattenV1 = alias(withFlatten, "with_flatten.v1");

async function forward(model: Model, X: unknown, isTrain: boolean): Promise<Forward> {
  const [layer] = model.layers;
  if (isSequences(X)) {
    const [Y, back] = await layer.run(X.data, isTrain);
    return [
      nest(model, Y, X.lengths),
      async (dY) => {
        const dX: unknown = await back((dY as Sequences).data);
        return isTensor(dX) ? { ...X, data: dX } : undefined;
      },
    ];
  }
  if (!Array.isArray(X)) throw errors.wrongInput(model.name, "sequences", typeof X);
  const lengths = Int32Array.from(X as readonly ArrayLike<unknown>[], (item) => item.length);
  const [Y, back] = await layer.run((X as unknown[][]).flat(), isTrain);
  return [
    nest(model, Y, lengths),
    async (dY) => {
      await back(isSequences(dY) ? dY.data : (dY as unknown[][]).flat());
      return undefined;
    },
  ];
}

function nest(model: Model, flat: unknown, lengths: Int32Array): unknown {
  if (isTensor(flat)) return { kind: "list", data: flat, lengths };
  if (!Array.isArray(flat)) throw errors.wrongInput(model.name, "a layer that gives an array", typeof flat);
  let start = 0;
  return Array.from(lengths, (length) => flat.slice(start, (start += length)));
}
