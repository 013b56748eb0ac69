import { openInMemory, readVectorsFiles, vectorsFiles } from "@x/core/vectors";
import { drain } from "../text.mjs";
import { folders, useVectors, vectorsWords } from "../vectors-seeds.mjs";

export const target = {
  allowance: 16 << 20,
  // Each file of each folder: which one a case was made from is told by its beginning, and guessed otherwise.
  seeds: () => folders().flatMap((files) => Object.values(files)),
  words: vectorsWords,
  prepare: folders,
  async run(bytes, pick, all) {
    const files = { ...all[pick(all.length)] };
    const names = Object.keys(files);
    const likely = bytes[0] === 0x93 ? "vectors" : bytes[0] === 0x7b ? "vectors.cfg" : "key2row";
    files[pick(4) === 0 ? names[pick(names.length)] : likely] = bytes;
    if (pick(8) === 0) delete files[names[pick(names.length)]];
    const vectors = readVectorsFiles(openInMemory((name) => files[name]));
    if (vectors === undefined) return;
    await useVectors(vectors);
    for (const [, parts] of vectorsFiles(vectors)) drain(parts);
  },
};
