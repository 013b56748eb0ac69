import type { Initializer } from "../initializers/initializer";
import type { InitOptions } from "../model/layer";
import type { Model } from "../model/model";
import { initParam, setWidth } from "./support";

/**
 * The initialization of layers with weights `[nO, nI]` and a bias.
 *
 * @param options `keep`: sizes that are set already win over those of the batches, as in thinc's softmax and sigmoid
 */
export function linearInit(options: {
  readonly initW: Initializer;
  readonly initB: Initializer;
  readonly keep?: boolean;
}): (model: Model, init: InitOptions) => void {
  return (model, init) => {
    const open = (dim: string) => options.keep !== true || model.hasDim(dim) === null;
    if (open("nI")) setWidth(model, "nI", init, init.X);
    if (open("nO")) setWidth(model, "nO", init, init.Y);
    const [nO, nI] = [model.getDim("nO"), model.getDim("nI")];
    initParam(model, "W", { shape: [nO, nI], init: options.initW, random: init.random });
    initParam(model, "b", { shape: [nO], init: options.initB, random: init.random });
  };
}
