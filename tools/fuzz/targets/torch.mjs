import { readTorchFile, writeTorchFile } from "@x/nn";
import { storedWords, weights } from "../weights-seeds.mjs";

export const target = {
  seeds: () => [writeTorchFile(weights())],
  words: storedWords,
  run: (bytes) => void readTorchFile(bytes),
};
