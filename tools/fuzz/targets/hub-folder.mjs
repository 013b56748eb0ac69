import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, sep } from "node:path";
import { writeSafetensors } from "@x/nn/files";
import { fetchModel, openModel } from "@x/encoders";
import { utf8 } from "../text.mjs";
import { weights } from "../weights-seeds.mjs";

const commit = "c0ffee0000000000000000000000000000000001";
const index = JSON.stringify({
  metadata: { total_size: 24 },
  weight_map: { "a.weight": "part-1.safetensors", "a.bias": "sub/part-2.safetensors" },
});
const config = '{"model_type":"bert","architectures":["BertModel"]}';
const tokenizerConfig = '{"tokenizer_class":"BertTokenizer","model_max_length":512}';
const outside = ["../../../../outside", "..", ".", "", "/etc/hostname", "a/../../../../../outside", "\\\\host\\share", "C:\\x", "con", "a\0b", "\u001b]0;x\u0007", "x".repeat(5000)]; // prettier-ignore

const snapshot = `snapshots/${commit}`;
const model = {
  "refs/main": commit,
  [`${snapshot}/model.safetensors.index.json`]: index,
  [`${snapshot}/config.json`]: config,
  [`${snapshot}/tokenizer_config.json`]: tokenizerConfig,
  [`${snapshot}/part-1.safetensors`]: writeSafetensors(weights()),
  [`${snapshot}/sub/part-2.safetensors`]: "",
};
/** Which of them the bytes are. */
const files = Object.keys(model).slice(0, 4);

export const target = {
  allowance: 16 << 20,
  seeds: () => [commit, index, config, tokenizerConfig].map(utf8),
  words: [...outside.slice(0, -1), '"weight_map":{', '"', "{", "}", "[", "]", "null", "1e9", "__proto__", commit].map(utf8), // prettier-ignore
  /** A model of the hub as its cache has it, beside a file that nothing may lead to. In memory, where there is such a folder. */
  prepare() {
    const place = existsSync("/dev/shm") ? "/dev/shm" : tmpdir();
    const root = realpathSync(mkdtempSync(join(place, "x-fuzz-hub-")));
    process.on("exit", () => rmSync(root, { recursive: true, force: true }));
    writeFileSync(join(root, "outside"), "{}");
    const folder = join(root, "hub", "models--org--model");
    for (const [file, content] of Object.entries(model)) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), content);
    }
    return { root, folder };
  },
  async run(bytes, pick, { root, folder }) {
    const cacheFolder = dirname(folder);
    const odd = outside[pick(outside.length)];
    const isIndex = pick(3) === 0;
    const changed = files[isIndex ? 1 : pick(files.length)];
    const hostile = JSON.stringify({ weight_map: { a: odd, b: "part-1.safetensors" } });
    writeFileSync(join(folder, changed), isIndex ? hostile : bytes);
    const revision = pick(8) === 0 ? odd : "main";
    const endpoint = "http://127.0.0.1:9";
    try {
      const opened = await openModel("org/model", { cacheFolder, revision, offline: true, endpoint });
      for (const file of await fetchModel(opened)) {
        const path = realpathSync(opened.path(file));
        if (!path.startsWith(cacheFolder + sep))
          throw new Error(`${file} leads to ${path.slice(root.length)}`);
        await opened.read(file);
      }
    } finally {
      writeFileSync(join(folder, changed), model[changed]);
    }
  },
};
