import { define } from "@x/core/spi";
import { Optimizer, optimizerSettings } from "./optimizer";

/** Adam with thinc's defaults. */
export const adam = define(
  "optimizers",
  "Adam.v1",
  { summary: "Adam, with clipping, weight decay and moving averages.", settings: optimizerSettings },
  (settings) => new Optimizer(settings),
);
