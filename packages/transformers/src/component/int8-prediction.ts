import type { Model } from "@x/nn";
import { CuratedShim } from "../curated/curated-shim";
import { HFShim } from "../layers/hf-shim";

/**
 * Sets whether the pretrained transformers of a network predict with 8-bit weights (ONNX's dynamic quantization). This is faster, especially on
 * CPUs with VNNI; results are close to those of the floats, but not identical.
 *
 * The weights stay floats, so the network is trained and saved as before, and the setting can be reverted. It takes effect if the pipeline is frozen
 * (as after loading) and the runtime supports such products (ONNX Runtime on the CPU); otherwise predictions use the floats.
 *
 * @param int8 default true
 * @returns the number of transformers in the network
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
