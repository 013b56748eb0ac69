// For those who read and write weights: nodes as thinc stores them, safetensors, files of PyTorch, weights beside an ONNX model.
export { LstmShim as StateDictShim } from "./layers/lstm-shim";
export { externalFiles } from "./onnx/external-data";
export {
  packFloats,
  packState,
  restoreState,
  unpackFloats,
  type PackedState,
} from "./optimizers/packed-state";
export { compareNodes } from "./serialization/compare-nodes";
export { toFloat32 } from "./serialization/half-floats";
export { nonFiniteParam } from "./serialization/non-finite";
export { readNodes } from "./serialization/read-model";
export { readSafetensors, writeSafetensors, type Safetensors } from "./serialization/safetensors";
export { readSafetensorsIndex } from "./serialization/safetensors-index";
export { StoredAttr } from "./serialization/stored-attr";
export type { StoredNode } from "./serialization/stored-node";
export type { TorchValue } from "./serialization/torch/pickle-writer";
export { readTorchFile, readTorchValue } from "./serialization/torch/read-torch-file";
export { writeTorchFile } from "./serialization/torch/write-torch-file";
