import { readSafetensors, writeSafetensors } from "@x/nn/files";
import { storedWords, weights } from "../weights-seeds.mjs";

export const target = {
  seeds: () => [writeSafetensors(weights(), { metadata: { format: "pt" } })],
  words: storedWords,
  run: (bytes) => void readSafetensors(bytes),
};
