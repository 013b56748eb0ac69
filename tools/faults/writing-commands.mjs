// The commands of failing-writes.mjs, and the files that they read.
import { createServer } from "node:http";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { real } from "./failing-calls.mjs";

const root = resolve(import.meta.dirname, "../..");

const small = [
  ...["--components.tok2vec.model.encode.width", "16", "--components.tok2vec.model.encode.depth", "1"],
  ...["--components.tok2vec.model.embed.rows", "[200,100,100,100]"],
];
const train = (steps) => [
  ...["train", "config.cfg", "-o", "out/trained", "--paths.train", "data.spacy", "--paths.dev", "data.spacy"],
  ...[
    "--training.max_steps",
    steps,
    "--training.eval_frequency",
    "2",
    "--report",
    "out/report.html",
    ...small,
  ],
  ...["--training.logger", '{"@loggers":"spacy.ConsoleLogger.v3","output_file":"out/log.jsonl"}'],
];
const pretrain = (epochs, ...more) => [
  ...["pretrain", "pretrain.cfg", "out/pretrained", "--paths.raw_text", "raw.jsonl", ...small],
  ...["--pretraining.max_epochs", epochs, ...more],
];
const init = (output, ...more) => [
  ...["init", "nlp", "config.cfg", output, "--paths.train", "data.spacy", "--paths.dev", "data.spacy"],
  ...[...small, ...more],
];
const initTransformer = (output, ...more) => [
  ...["init", "nlp", "transformer.cfg", output, "--paths.train", "data.spacy", "--paths.dev", "data.spacy"],
  ...["--components.transformer.model.name", "checkpoint", ...more],
];
/**
 * What each command writes:
 *
 * - `before` leaves old files, `args` replaces them (default: the same); `clear` is removed before each try
 * - `state`: where the new one is there, the old files have gone with the old one
 * - `again` goes on from what a failure has left, which may have files that are `kept` for that
 * - `says`: the error that it ends with in place of FS01, FS02 and FS05
 * - `env`, where `{out}` is the folder that is written to; there and in arguments `{server}` is one that has the wheel and the model org/tiny
 */
export const cases = {
  convert: { before: ["convert", "few.jsonl", "out/"], args: ["convert", "more/few.jsonl", "out/"] },
  train: { before: train("2"), args: train("4"), clear: ["out/log.jsonl"] },
  pretrain: {
    before: pretrain("3", "--training.seed", "7"),
    args: pretrain("2", "--force"),
    state: "out/pretrained/pretrain-state.bin",
    again: pretrain("2", "--resume"),
  },
  "apply .spacy": { args: ["apply", "model", "texts.jsonl", "out/docs.spacy", "--force"] },
  "apply .jsonl": { args: ["apply", "model", "texts.jsonl", "out/docs.jsonl", "--force"] },
  "init config": {
    before: ["init", "config", "out/config.cfg", "-p", "ner"],
    args: ["init", "config", "out/config.cfg", "-p", "tagger", "--force"],
  },
  "init fill-config": { args: ["init", "fill-config", "config.cfg", "out/filled.cfg"] },
  "init labels": { args: ["init", "labels", "config.cfg", "out/labels", "--paths.train", "data.spacy", "--paths.dev", "data.spacy", ...small] }, // prettier-ignore
  "init nlp": { before: init("out/nlp", "--training.seed", "3"), args: init("out/nlp") },
  "init nlp transformer": {
    before: initTransformer("out/nlp", "--training.seed", "3"),
    args: initTransformer("out/nlp"),
  },
  "init vectors": {
    before: ["init", "vectors", "en", "vectors.txt", "out/vectors", "--name", "old"],
    args: ["init", "vectors", "en", "vectors.txt", "out/vectors", "--name", "new"],
  },
  "init vectors .": {
    cwd: "out/here",
    before: ["init", "vectors", "en", "../../vectors.txt", ".", "--name", "old"],
    args: ["init", "vectors", "en", "../../vectors.txt", ".", "--name", "new"],
  },
  assemble: {
    before: ["assemble", "rules.cfg", "out/assembled", "--nlp.batch_size", "7"],
    args: ["assemble", "rules.cfg", "out/assembled"],
  },
  package: {
    before: ["package", "model", "out", "--build", "npm,wheel", "--name", "x", "--force", "--meta-path", "meta.json"], // prettier-ignore
    args: ["package", "model", "out", "--build", "npm,wheel", "--name", "x", "--force"],
  },
  download: {
    env: { X_DATA: "{out}/data" },
    args: ["download", "wheels/en_x-0.0.0-py3-none-any.whl"],
  },
  "download URL": {
    env: { X_DATA: "{out}/data" },
    args: ["download", "{server}/en_x-0.0.0-py3-none-any.whl"],
    again: ["download", "{server}/en_x-0.0.0-py3-none-any.whl"],
    kept: /\/\.partial\//,
  },
  "download --hf": {
    env: { HF_HOME: "{out}/home", HF_ENDPOINT: "{server}" },
    clear: ["out/home"],
    args: ["download", "--hf", "org/tiny"],
    again: ["download", "--hf", "org/tiny"],
    kept: /\.x-incomplete$/,
    says: "[TR212]",
  },
  export: { args: ["export", "model", "out/onnx", "--force"] },
  "quantize --networks": { args: ["quantize", "model", "out/int8", "--networks", "--force"] },
  quantize: {
    before: ["quantize", "transformer-3", "out/int8"],
    args: ["quantize", "transformer", "out/int8", "--force"],
  },
  evaluate: { args: ["evaluate", "model", "data.spacy", "-o", "out/scores.json", "-dp", "out/pages"] },
  visualize: { args: ["visualize", "data.spacy", "out/page.html", "--force"] },
  "vectors plot": { args: ["vectors", "plot", "vectors", "words.txt", "out/map.html"] },
  "create plugin": { clear: ["out/my-plugin"], args: ["create", "plugin", "my-plugin", "out/my-plugin"] },
};

/** What the tests of packages write for themselves. */
async function helper(path) {
  const outfile = join(root, ".cache/faults", path.replace(/^.*\/|ts$/g, "") + "mjs");
  await build({ entryPoints: [join(root, path)], outfile, bundle: true, platform: "node", format: "esm", packages: "external", logLevel: "error" }); // prettier-ignore
  return await import(pathToFileURL(outfile).href);
}

/** Makes the files that commands read; `mustRun` runs one in the folder. */
export async function prepare(folder, mustRun) {
  const corpus = join(root, "tools/quickstart/corpus");
  const lines = (part) =>
    real
      .readFileSync(join(corpus, `${part}.jsonl`), "utf8")
      .trim()
      .split("\n");
  const write = (path, text) => {
    real.mkdirSync(join(folder, path, ".."), { recursive: true });
    real.writeFileSync(join(folder, path), text);
  };
  write("data.jsonl", lines("train").slice(0, 30).join("\n"));
  write("few.jsonl", lines("dev").slice(0, 5).join("\n"));
  write("more/few.jsonl", lines("dev").slice(5, 15).join("\n"));
  const texts = lines("dev").slice(0, 8).map((line) => JSON.stringify({ text: JSON.parse(line).text })); // prettier-ignore
  write("texts.jsonl", texts.join("\n"));
  write("raw.jsonl", [...texts, ...texts].join("\n"));
  write("vectors.txt", ["5 2", "cat 1 2", "dog 2 1", "Rome 0 1", "Oslo 3 1", "mouse 1 1"].join("\n"));
  write("words.txt", "cat\ndog\nRome\nOslo\nmouse\n");
  write("meta.json", '{"description": "old"}');
  write("rules.cfg", '[nlp]\nlang = "en"\npipeline = ["sentencizer"]\n[components]\n[components.sentencizer]\nfactory = "sentencizer"\n'); // prettier-ignore
  await mustRun(["convert", "data.jsonl", "."]);
  await mustRun(["init", "config", "config.cfg", "-l", "en", "-p", "tagger,ner"]);
  await mustRun(["init", "config", "pretrain.cfg", "-l", "en", "-p", "tagger", "--pretraining"]);
  await mustRun(["init", "vectors", "en", "vectors.txt", "vectors"]);
  await mustRun(init("model"));
  await mustRun(["package", "model", "wheels", "--build", "wheel", "--name", "x"]);
  const { writeTinyCheckpoint } = await helper("tools/testing/tiny-checkpoint.ts");
  writeTinyCheckpoint(join(folder, "checkpoint"), { words: ["the", "in", "of", "and", "to"] });
  await mustRun(["init", "config", "transformer.cfg", "-l", "en", "-p", "tagger", "--gpu"]);
  await mustRun(initTransformer("transformer"));
  await mustRun(initTransformer("transformer-3", "--training.seed", "3"));
}

/** Serves the wheel, and the model org/tiny as the Hugging Face hub does; it is closed with the process. */
export async function startServer(folder) {
  const { startHub } = await helper("tools/testing/hub-server.ts");
  const hub = await startHub();
  for (const name of real.readdirSync(join(folder, "checkpoint"))) {
    const bytes = new Uint8Array(real.readFileSync(join(folder, "checkpoint", name)));
    hub.files.set(name, { bytes, large: name.endsWith(".safetensors") });
  }
  const wheel = real.readFileSync(join(folder, "wheels/en_x-0.0.0-py3-none-any.whl"));
  const server = createServer((request, response) => {
    if (!request.url.endsWith(".whl")) return void response.writeHead(307, { location: hub.url + request.url }).end(); // prettier-ignore
    response.writeHead(200, { etag: '"1"', "content-length": wheel.length }).end(wheel);
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return `http://127.0.0.1:${server.address().port}`;
}
