import { Model, type Batch } from "../model/model";

/** Hands its input on; the layers in it are only kept. */
export function noop<X = Batch>(...layers: Model[]): Model<X, X> {
  return new Model("noop", { layers, layer: { symbolic: (_model, _scope, X) => X, reach: () => 0 } });
}
