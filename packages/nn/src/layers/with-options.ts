import type { Model } from "../model/model";
import { chain } from "./chain";
import { Dropout } from "./dropout";
import { LayerNorm } from "./layer-norm";

export interface ActivationOptions {
  /** Put a layer normalization behind; default false. */
  readonly normalize?: boolean;
  /** Put a dropout with this rate behind; default: none. */
  readonly dropout?: number | null;
}

/** A dense layer with the normalization and dropout that its arguments ask for, nested as thinc nests them. */
export function withOptions(layer: Model, options: ActivationOptions): Model {
  const { normalize = false, dropout } = options;
  const normalized = normalize ? chain(layer, LayerNorm({ nI: layer.maybeGetDim("nO") })) : layer;
  return dropout == null ? normalized : chain(normalized, Dropout({ rate: dropout }));
}
