import { count } from "@x/core/spi";
import { defineWrapper } from "../define-layer";
import { withArray } from "./with-array";

/** `withArray` under thinc's other name: for layers whose input has two axes, which all of ours have. */
export const withArray2d = defineWrapper(
  "with_array2d.v1",
  {
    summary: "The same, for arrays with two axes.",
    settings: {
      /** Rows of zeros between the items of a list, as in `withArray`. */
      pad: count("window", 0),
    },
  },
  (layer, settings) => withArray(layer, settings),
);
