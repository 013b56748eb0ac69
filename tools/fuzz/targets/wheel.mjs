import { isPathInside } from "@x/core/files";
import { readWheel } from "@x/pipeline/files";
import { zipSync } from "fflate";
import { utf8 } from "../text.mjs";

const limits = { bytes: 1 << 20, entries: 1000 };
const meta = utf8('{"lang":"en","name":"mine","version":"1.0"}');
const content = {
  "config.cfg": utf8('[nlp]\nlang = "en"\npipeline = []\n'),
  tokenizer: utf8("\x80".repeat(40)),
};

/** A wheel whose folder, version and files may have other names. */
function wheel({ name = "en_mine", version = "1.0", files = content, level = 6, more = {} } = {}) {
  const inner = Object.entries(files).map(([path, bytes]) => [`${name}/${name}-${version}/${path}`, bytes]);
  const record = utf8(inner.map(([path]) => `${path},sha256=abc,1`).join("\n"));
  const all = { [`${name}/meta.json`]: meta, ...Object.fromEntries(inner), "en_mine-1.0.dist-info/RECORD": record, ...more }; // prettier-ignore
  return zipSync(all, { level });
}

const names = ["..", ".", "", "/", "a/../..", "C:", "con", "NUL.txt", "\u202e", "\u001b]0;x\u0007", "\\", "a\0", "constructor", "EN_MINE", "en_mine", " ", "a.", ".lock", "x".repeat(300), "e\u0301", "\u00e9"]; // prettier-ignore

/** A whole archive with something in it that a wheel does not have: damage of bytes alone seldom comes so far. */
function hostile(bytes, pick) {
  const odd = () => names[pick(names.length)];
  const link = { os: 3, attrs: (0o120777 << 16) >>> 0 };
  const choices = [
    () => ({ name: odd() }),
    () => ({ version: odd() }),
    () => ({ files: { ...content, [odd()]: bytes } }),
    () => ({ files: { ...content, [`${odd()}/${odd()}`]: bytes } }),
    () => ({ more: { [odd()]: bytes, [`${odd()}/meta.json`]: meta } }),
    () => ({ files: { ...content, link: [bytes, link] } }),
    () => ({ files: { ...content, large: new Uint8Array(1 << pick(21)) } }),
    () => ({ more: { "en_mine/meta.json": bytes } }),
    () => ({ more: { "en_mine-1.0.dist-info/RECORD": bytes } }),
  ];
  const options = Object.assign({}, ...Array.from({ length: 1 + pick(2) }, () => choices[pick(choices.length)]())); // prettier-ignore
  const file = wheel({ level: pick(2) * 6, ...options });
  if (pick(3) === 0) file[pick(file.length)] ^= 1 << pick(8);
  return file;
}

export const target = {
  // What a wheel may unpack to, with the archive made here.
  allowance: 16 << 20,
  seeds: () => [wheel(), wheel({ level: 0 })],
  words: [...names.slice(0, 14), "PK\u0001\u0002", "PK\u0003\u0004", "PK\u0005\u0006", "RECORD", ",sha256="].map(utf8), // prettier-ignore
  run(bytes, pick) {
    const file = pick(2) === 0 ? bytes : hostile(bytes, pick);
    const { name, all, files } = readWheel(file, "the wheel", { limits });
    let total = 0;
    for (const [path, { length }] of all) {
      if (!isPathInside(path)) throw new Error(`it would be unpacked to ${path}`);
      total += length;
    }
    if (total > limits.bytes) throw new Error(`it was unpacked to ${total} bytes`);
    if (!/^[A-Za-z]\w*$/.test(name) || files.size === 0) throw new Error(`its name is ${name}`);
  },
};
