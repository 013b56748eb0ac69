import type { Model } from "../model/model";
import { chain } from "./chain";
import { Dropout } from "./dropout";
import { LayerNorm } from "./layer-norm";

/** A dense layer with the normalization and dropout that its arguments ask for, nested as thinc nests them. */
export function withOptions(
  layer: Model,
  options: { readonly normalize?: boolean; readonly dropout?: number | null },
): Model {
  const { normalize = false, dropout } = options;
  const normalized = normalize ? chain(layer, LayerNorm({ nI: layer.maybeGetDim("nO") })) : layer;
  return dropout == null ? normalized : chain(normalized, Dropout({ rate: dropout }));
}
