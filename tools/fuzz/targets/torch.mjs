import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readTorchFile, writeTorchFile } from "@x/nn/files";
import { utf8 } from "../text.mjs";
import { storedWords, weights } from "../weights-seeds.mjs";

const stored = join(import.meta.dirname, "../../../packages/nn/tests/golden/nn/torch-files");

/** Instructions that name a value again, or make something of it. */
const instructions = ["h\0", "q\0", "h\x01", "(h\0h\0e", "\x85R", "\x93", "0", "]", "}", "a", "t", "ccollections\nOrderedDict\n", "cbuiltins\nset\n"]; // prettier-ignore

export const target = {
  // A list is a byte there, and some two hundred bytes here; their number is bounded.
  allowance: 64 << 20,
  // Both forms, the old one before PyTorch 1.6.
  seeds: () => [
    writeTorchFile(weights()),
    ...["state-old", "plain", "module"].map(
      (name) => new Uint8Array(readFileSync(join(stored, `${name}.pt`))),
    ),
  ],
  words: [...storedWords, ...instructions.map(utf8)],
  run: (bytes) => void readTorchFile(bytes),
};
