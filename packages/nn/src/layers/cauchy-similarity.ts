import { defineLayer, inferredSize } from "../define-layer";
import { errors } from "../errors";
import { Model } from "../model/model";
import { arraySym } from "../model/sym";
import { add } from "../operators/add";
import { div } from "../operators/div";
import { mul } from "../operators/mul";
import { reduceSum } from "../operators/reduce-sum";
import { sub } from "../operators/sub";
import { initParam, setWidth } from "./support";

/** How similar the rows of two arrays are, between 0 and 1: `1 / (1 + sum(W (a - b)^2))`, Chen 2013. */
export const CauchySimilarity = defineLayer(
  "CauchySimilarity.v1",
  {
    summary: "The similarity of the rows of two arrays.",
    settings: {
      /** Width of both arrays; null: as the batch it is initialized with. */
      nI: inferredSize(),
    },
  },
  ({ nI }) =>
    new Model("cauchy_similarity", {
      dims: { nI, nO: 1 },
      params: ["W"],
      layer: {
        symbolic: (model, scope, X) => {
          if (X.on !== "tuple" || X.items.length !== 2)
            throw errors.wrongInput(model.name, "two arrays", X.on);
          const [a, b] = X.items.map((item) => scope.graphOf(item, model).value);
          const difference = sub(a, b);
          const weighted = mul(mul(difference, difference), scope.param(model, "W"));
          const total = reduceSum(weighted, { axes: [1], keepDims: false });
          return arraySym(div(scope.graph.constant(one), add(total, 1)));
        },
        init: (model, init) => {
          setWidth(model, "nI", init, init.X);
          const ones = (_random: unknown, shape: readonly number[]) => new Float32Array(shape[0]).fill(1);
          initParam(model, "W", { shape: [model.getDim("nI")], init: ones, random: init.random });
        },
      },
    }),
);

const one = { dtype: "float32", shape: [], data: Float32Array.of(1) } as const;
