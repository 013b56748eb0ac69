import { registry } from "@x/core";
import { size, tableOf } from "@x/core/spi";
import { Model, chain, withArray, zeroInit } from "@x/nn";
import { add, mul } from "@x/nn/graph";
import { defineArchitecture, defineLayer, inferredSize, initParam, mapRows, setWidth } from "@x/nn/spi";
import { multiHashEmbed } from "@x/tok2vec";

/** `Y = X * (1 + g)`, one learned factor a column: graph operators only, so the gradient is derived. */
export const scale = defineLayer(
  "my.Scale.v1",
  {
    summary: "Scales every column by a learned factor.",
    settings: {
      /** Width of input and output; null: as the batch it is initialized with. */
      nO: inferredSize(),
    },
  },
  ({ nO }) =>
    new Model("scale", {
      dims: { nO },
      params: ["g"],
      layer: {
        symbolic: (model, scope, X) =>
          mapRows(model, scope, X, (rows) => mul(rows, add(scope.param(model, "g"), 1))),
        init(model, options) {
          setWidth(model, "nO", options, options.X);
          initParam(model, "g", { shape: [model.getDim("nO")], init: zeroInit, random: options.random });
        },
        reach: () => 0,
      },
    }),
);

/** Embeds words and their endings, and learns how much each column counts. */
export const scaledEmbed = defineArchitecture(
  "my.ScaledEmbed.v1",
  {
    summary: "Hashed features of words with a learned factor a column.",
    settings: {
      /** Width of the output. */
      width: size("width"),
      /** Rows of both tables. */
      rows: size("rows", 2000),
    },
  },
  ({ width, rows }) =>
    chain(
      multiHashEmbed({ width, attrs: ["NORM", "SUFFIX"], rows: [rows, rows] }),
      withArray(scale({ nO: width })),
    ),
);

registry.use(tableOf("my code", [scale, scaledEmbed]));
