import { heNormalInit } from "../initializers/he-normal";
import { add } from "../operators/add";
import { div } from "../operators/div";
import { mul } from "../operators/mul";
import { sqrt } from "../operators/sqrt";
import { defineDense, denseActivation } from "./dense-activation";

/** A dense layer and `x (x / sqrt(1 + x^2) + 1) / 2`. The gradient is the true one; thinc's is of another function. */
export const Dish = defineDense(
  "Dish.v1",
  "A dense layer and Dish, a smooth rectifier based on a square root.",
  (settings) =>
    denseActivation("dish", settings, {
      initW: heNormalInit,
      activation: (Y) => mul(Y, mul(add(div(Y, sqrt(add(mul(Y, Y), 1))), 1), 0.5)),
    }),
);
