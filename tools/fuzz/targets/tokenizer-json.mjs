import { loadPieceTokenizer } from "@x/encoders";
import { makeTokenizer } from "../tokenizer-cases.mjs";
import { encodeAll, filesOf } from "../model-files.mjs";
import { generator } from "../mutate.mjs";
import { utf8 } from "../text.mjs";

const config = { tokenizer_class: "BertTokenizer", mask_token: null };
const words = ['{"type":"Sequence","normalizers":[', '"type":"', '"Replace"', '"Regex":', '"ByteLevel"', '"A"', "null", "-1", "1e9", "[", "]", "{}", '""', '"vocab":', '"merges":["a b"]', "\\ud800", "__proto__"]; // prettier-ignore

export const target = {
  // The library ends the process where it does not expect something.
  process: true,
  allowance: 16 << 20,
  seeds: () => Array.from({ length: 12 }, (_, i) => utf8(JSON.stringify(makeTokenizer(generator(i)).json))),
  words: words.map(utf8),
  async run(bytes, pick) {
    const made = makeTokenizer(pick);
    const json = pick(2) === 0 ? utf8(JSON.stringify(made.json)) : bytes;
    const files = { "tokenizer.json": json, "tokenizer_config.json": utf8(JSON.stringify(config)) };
    await encodeAll(await loadPieceTokenizer(filesOf(files)), made.texts);
  },
};
