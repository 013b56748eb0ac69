import { iobToDocs, nerToDocs } from "@x/core";
import { decoded, drain, utf8 } from "../text.mjs";

const options = {
  nSents: 2,
  mergeSubtokens: true,
  appendMorphology: true,
  segSents: true,
  onWarning: () => {},
};

const taggedSeeds = () =>
  [
    "Anna|NNP|B-PER sees|VBZ|O New|NNP|B-LOC York|NNP|I-LOC .|.|O\n\nIt|PRP|O rains|VBZ|O\n",
    "-DOCSTART- -X- O O\n\nAnna NNP B-NP B-PER\nsees VBZ B-VP O\nRome NNP B-NP B-LOC\n. . O O\n\nIt PRP B-NP O\n",
    "Anna\tU-PER\nsees\tO\nNew\tB-LOC\nYork\tL-LOC\n\n",
  ].map(utf8);
const taggedWords = [
  "|",
  "\n",
  "\n\n",
  " ",
  "\t",
  "B-X",
  "I-X",
  "L-X",
  "U-X",
  "O",
  "-DOCSTART-",
  "-X-",
  "-",
].map(utf8);

export const target = {
  // A token may be three characters of the file, and is some fifty bytes of a Doc.
  seeds: taggedSeeds,
  words: taggedWords,
  run(bytes, pick) {
    drain([iobToDocs, nerToDocs][pick(2)](decoded(bytes, pick), options));
  },
};
