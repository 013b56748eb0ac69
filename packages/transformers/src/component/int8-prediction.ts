import type { Model } from "@x/nn";
import { CuratedShim } from "../curated/curated-shim";
import { HFShim } from "../layers/hf-shim";

/**
 * Sets whether the pretrained transformers of a network predict with 8-bit weights (ONNX's dynamic quantization): faster, most so where the
 * CPU has VNNI, and close to the floats, not the same.
 *
 * The weights stay floats, so the network trains and is stored as before, and can be set back. It counts where the pipeline is frozen, as a
 * loaded one is, and the runtime has such products (ONNX Runtime on the CPU); elsewhere predictions are those of the floats.
 *
 * @param int8 default true
 * @returns how many transformers there are in the network
 * @throws TR406, TR412 if one is not loaded
 */
export function setInt8Prediction(model: Model, int8 = true): number {
  let count = 0;
  for (const node of model.walk())
    for (const shim of node.shims)
      if (shim instanceof HFShim || shim instanceof CuratedShim) {
        shim.int8 = int8;
        count++;
      }
  return count;
}
