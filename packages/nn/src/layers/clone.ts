import { count, defineCall } from "@x/core/spi";
import { network } from "../define-layer";
import type { Model } from "../model/model";
import { chain } from "./chain";
import { noop } from "./noop";

/** `n` copies of a layer one after another, each with weights of its own. */
export const clone = defineCall(
  "layers",
  "clone.v1",
  {
    summary: "Copies of a layer one after another.",
    settings: {
      /** The first of them. */
      orig: network(),
      /** How many. */
      n: count("layers"),
    },
    call: ({ orig, n }, copies) => copies(orig, n),
  },
  (layer: Model, n: number): Model => {
    if (n === 0) return noop();
    if (n === 1) return layer;
    return chain(layer, ...Array.from({ length: n - 1 }, () => layer.copy()));
  },
);
