import { reachOfBranches, type Forward, type Layer } from "../model/layer";
import { Model } from "../model/model";
import { addBatches } from "./host-arithmetic";

type Gradients = readonly unknown[];

/** A node of layers that all get the same input, and whose outputs become one batch. */
export function joinBranches(
  name: string,
  layers: readonly Model[],
  { symbolic, forward, init }: Required<Pick<Layer, "symbolic" | "forward" | "init">>,
): Model {
  const hasInput = layers.every((layer) => layer.hasDim("nI") !== false);
  return new Model(name, {
    layers,
    dims: hasInput ? { nO: null, nI: null } : { nO: null },
    layer: {
      composite: true,
      symbolic,
      infer: symbolic,
      forward,
      init,
      reach: ({ layers }) => reachOfBranches(layers),
    },
  });
}

/** Runs the layers of a node on the same input. Their gradients of it are summed. */
export async function runBranches(
  model: Model,
  X: never,
  isTrain: boolean,
): Promise<[outputs: unknown[], backprop: (gradients: Gradients) => Promise<unknown>]> {
  const runs: Forward[] = [];
  for (const layer of model.layers) runs.push(await layer.run(X, isTrain));
  const backprop = async (gradients: Gradients) => {
    let dX: unknown;
    for (const [i, [, back]] of runs.entries()) dX = addBatches(dX, await back(gradients[i]));
    return dX;
  };
  return [runs.map(([Y]) => Y), backprop];
}
