// What targets of weight files share.
import { tensor } from "@x/nn";
import { utf8 } from "./text.mjs";

/** The weights of a model, as pretrained ones are stored. */
export const weights = () =>
  new Map([
    ["encoder.layer.0.weight", tensor("float32", [2, 3], [1, 2, 3, 4, 5, 6])],
    ["encoder.layer.0.bias", tensor("float32", [2])],
    ["embeddings.position_ids", tensor("int64", [1, 4], [0n, 1n, 2n, 3n])],
  ]);

export const storedWords = ['"dtype":"F32"', '"BF16"', '"shape":[', '"data_offsets":[0,24]', '"__metadata__":{', "[", "]", "{", "}", "-1", "1e30", "__proto__", "numpy", "torch._utils\n_rebuild_tensor_v2\n", "storage", "q\0", ")R.", "PK"].map(utf8); // prettier-ignore
