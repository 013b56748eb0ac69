import type { Registration } from "@x/core";
import { z } from "zod";
import { ParametricAttention, ParametricAttentionV2 } from "../layers/parametric-attention";
import { SparseLinear, SparseLinearV2 } from "../layers/sparse-linear";
import { withCpu } from "../layers/with-cpu";
import { entry, model, optionalSize, size } from "./shared";

const sparse = z.strictObject({ nO: optionalSize, length: size.default(2 ** 18) });

/** Layers of text classifiers. */
export const textLayers: Readonly<Record<string, Registration>> = {
  "ParametricAttention.v1": entry(
    z.strictObject({ nO: optionalSize }),
    ParametricAttention,
    "Weighs the rows of a sequence by what they have in common with a learned vector.",
  ),
  "ParametricAttention.v2": entry(
    z.strictObject({ key_transform: model.nullable().default(null), nO: optionalSize }),
    ParametricAttentionV2,
    "The same; the rows may pass a layer before they are compared.",
  ),
  "SparseLinear.v1": entry(sparse, SparseLinear, "A linear layer over hashed keys; classes overlap."),
  "SparseLinear.v2": entry(sparse, SparseLinearV2, "A linear layer over hashed keys."),
  "with_cpu.v1": entry(
    // The backend is thinc's and says nothing here.
    z.strictObject({ layer: model, ops: z.unknown().optional() }),
    ({ layer }) => withCpu(layer),
    "Holds a layer for the CPU.",
  ),
};
