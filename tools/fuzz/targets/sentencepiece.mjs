import { readFileSync } from "node:fs";
import { join } from "node:path";
import { loadPieceTokenizer } from "@x/encoders";
import { encodeAll, filesOf } from "../model-files.mjs";
import { utf8 } from "../text.mjs";

const stored = join(import.meta.dirname, "../../../packages/encoders/tests/golden/transformers/tokenizers");
const families = [
  { type: "albert", file: "spiece.model" },
  { type: "xlnet", file: "spiece.model" },
  { type: "xlm-roberta", file: "sentencepiece.bpe.model" },
  { type: "camembert", file: "sentencepiece.bpe.model" },
  { type: "deberta-v2", file: "spm.model" },
];
const texts = [
  "",
  "Hello world, it's 3,5 ﬁ \u0301 \ufdfa.",
  "日本語 🎈 \0\ud800",
  "a".repeat(300),
  " ▁ \u00a0\n",
];

export const target = {
  // The library ends the process where it does not expect something.
  process: true,
  allowance: 16 << 20,
  seeds: () => families.map(({ type, file }) => new Uint8Array(readFileSync(join(stored, type, file)))),
  words: [[0x0a, 0x02], [0x1a], [0x12, 0x03], [0x18, 0x02], [0xff, 0xff, 0xff, 0xff, 0x0f], [0x15, 0, 0, 0xc0, 0x7f]].map((word) => Uint8Array.from(word)), // prettier-ignore
  async run(bytes, pick) {
    const { type, file } = families[pick(families.length)];
    const files = { [file]: bytes, "config.json": utf8(JSON.stringify({ model_type: type })) };
    const tokenizer = await loadPieceTokenizer(filesOf(files), { use_fast: pick(2) === 0 });
    await encodeAll(tokenizer, texts);
  },
};
