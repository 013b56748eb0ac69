import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { writeTorchFile } from "@x/nn/files";
import { loadEncoder, loadPieceTokenizer } from "@x/encoders";
import { damage } from "../damage.mjs";
import { encodeAll, filesOf } from "../model-files.mjs";
import { utf8 } from "../text.mjs";

const stored = join(import.meta.dirname, "../../../packages/encoders/tests/golden/transformers");

function filesIn(folder, inside = "") {
  const entries = readdirSync(join(folder, inside), { withFileTypes: true });
  return entries.flatMap((entry) => {
    const path = inside === "" ? entry.name : `${inside}/${entry.name}`;
    if (entry.isDirectory()) return filesIn(folder, path);
    return statSync(join(folder, path)).size < 2 ** 20
      ? [[path, new Uint8Array(readFileSync(join(folder, path)))]]
      : [];
  });
}

/** Models as the hub has them: network and tokenizer, in one file or in parts, from PyTorch, as an exported graph. */
async function models() {
  const found = [];
  const tokenizers = { bert: "bert", albert: "albert", electra: "electra", roberta: "roberta", "xlm-roberta": "xlm-roberta", "deberta-v3": "deberta-v2", xlnet: "xlnet", distilbert: "distilbert", mpnet: "mpnet" }; // prettier-ignore
  for (const [name, tokenizer] of Object.entries(tokenizers)) {
    const folder = join(stored, "checkpoints", `tiny-${name}`);
    let network;
    try {
      network = Object.fromEntries(filesIn(folder));
    } catch {
      continue;
    }
    const files = { ...Object.fromEntries(filesIn(join(stored, "tokenizers", tokenizer))), ...network };
    delete files["expected.json"];
    found.push(files);
    const { "model.safetensors": weights, ...others } = files;
    if (weights === undefined) continue;
    const index = { metadata: {}, weight_map: {} };
    const header = JSON.parse(
      new TextDecoder().decode(
        weights.subarray(8, 8 + Number(new DataView(weights.buffer).getBigUint64(0, true))),
      ),
    );
    for (const key of Object.keys(header))
      if (key !== "__metadata__") index.weight_map[key] = "part-1.safetensors";
    found.push({
      ...others,
      "part-1.safetensors": weights,
      "model.safetensors.index.json": utf8(JSON.stringify(index)),
    });
    found.push({
      ...others,
      "pytorch_model.bin": writeTorchFile((await loadEncoder(filesOf(files))).stateDict()),
    });
    const whole = await loadPieceTokenizer(filesOf(files));
    found.push({ ...network, ...Object.fromEntries(whole.files()) });
  }
  return found;
}

export const target = {
  process: true,
  allowance: 64 << 20,
  slow: 5000,
  prepare: models,
  seeds: () => [new Uint8Array([1])],
  words: [],
  make(_, pick, known) {
    const files = { ...known[pick(known.length)] };
    for (let count = 1 + (pick(4) === 0); count > 0; count--) {
      const names = Object.keys(files);
      const name = names[pick(names.length)];
      const damaged = damage(files[name], pick);
      if (damaged instanceof Uint8Array) files[name] = damaged;
      else delete files[name];
    }
    return filesOf(files);
  },
  async run(model) {
    let failure;
    for (const part of [
      () => loadEncoder(model),
      async () => encodeAll(await loadPieceTokenizer(model), ["Hello wörld 3.5", ""]),
    ])
      await part().catch((cause) => (failure = cause));
    if (failure !== undefined) throw failure;
  },
};
