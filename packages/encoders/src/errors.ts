import { catalogue } from "@x/core";

const list = (names: readonly string[]) => (names.length === 0 ? "(none)" : names.join(", "));

const some = (names: readonly string[]) =>
  list(names.slice(0, 8)) + (names.length > 8 ? `, and ${names.length - 8} more` : "");

/** Every error that the encoders package throws: TR1xx pieces, TR2xx hub, TR3xx encoders. */
export const error = catalogue({
  TR100: (name: string, looked: readonly string[]) =>
    `The model "${name}" has no tokenizer. Looked for: ${list(looked)}. Copy the tokenizer's files into its folder, or name a model that has them.`,
  TR101: (file: string, reason: string) =>
    `The tokenizer file ${file} cannot be used: ${reason} Get the file again; a half-downloaded one looks like this.`,
  TR102: (found: string, known: readonly string[]) =>
    `No tokenizer can be built from the original files of the kind "${found}". Kinds that can: ${list(known)}. Save the model with a tokenizer.json (in Python: AutoTokenizer.from_pretrained(...).save_pretrained(...)).`,
  TR103: (key: string, found: string, allowed: string) =>
    `tokenizer_config: ${key} = ${found} cannot be used. Allowed: ${allowed}.`,
  TR104: (limit: number, needed: number) =>
    `The tokenizer's model_max_length is ${limit}: no room is left beside its ${needed} special pieces. Set model_max_length in tokenizer_config to at least ${needed + 1}.`,
  TR105: (file: string, place: string, problem: string) =>
    `The tokenizer file ${file} is refused: ${place} ${problem}. Nothing else is run here, since it could stop or hang the whole process. Get the file again; if it is whole, save it anew with transformers in a published form.`,
  TR110: (rows: number, spans: number) =>
    `Cannot align ${spans} spans with ${rows} rows of wordpieces. There is one row for each span.`,
  TR111: () =>
    `These wordpieces have no offsets, so they can only be aligned by their strings. Use getAlignment, or a tokenizer with use_fast = true.`,
  TR112: (reason: string) =>
    `The tokenizer cannot tokenize a text: ${reason}. Its tokenizer.json is not complete; get it again, or save it anew with transformers.`,
  TR113: (file: string, risks: readonly string[], reason: string) =>
    `The tokenizer of ${file} ran in a process of its own, which is gone: ${reason}. What may do that is ${risks.length === 0 ? "a text of more than a million characters" : list(risks)}. Cut the text into shorter ones, or take a tokenizer without such a step.`,

  TR200: (name: string) =>
    `There is no model "${name}": no such folder, and no name as the hub has them (organisation/name). Give the path of a folder with config.json, or a name.`,
  TR201: (name: string, revision: string, file: string, cache: string) =>
    `The model "${name}" (revision ${revision}) is not in the cache ${cache}: ${file} is missing, and no server is asked (offline). Get it first: x download --hf ${name}, or allow the network (HF_HUB_OFFLINE=0).`,
  TR202: (host: string, reason: string) =>
    `${host} cannot be reached: ${reason}. Check the network, HF_ENDPOINT and proxies, or give the path of a folder with the model's files.`,
  TR203: (name: string, status: number, withToken: boolean, gated: boolean) =>
    `No permission for the model "${name}" (${status})${gated ? ", whose terms have to be accepted on its page first" : ""}. ${
      withToken
        ? "The token was sent, and does not open it: check the name, and the token's rights."
        : "Check the name; if it is private or gated, set HF_TOKEN to a token that may read it."
    }`,
  TR204: (name: string, what: string) =>
    `The hub does not have "${name}": ${what}. Check spelling and revision; a folder has to exist at that path.`,
  TR205: (url: string, received: number, total: number) =>
    `The connection broke off at ${received} of ${total || "?"} bytes of ${url}. What came is kept: try again, and it goes on from there.`,
  TR206: (url: string, expected: string, found: string) =>
    `${url} came with another checksum: ${found} in the place of ${expected}. It was thrown away. Try again; if this lasts, a proxy may change files.`,
  TR207: (url: string) =>
    `${url} does not answer as a model hub does: commit or etag is missing. Check HF_ENDPOINT; a firewall's page looks like this, too.`,
  TR208: (url: string, status: number, reason: string) =>
    `The hub refused ${url}: ${status} ${reason}. Try again later.`,
  TR209: (path: string) =>
    `Another process is fetching the same file for a long time (lock ${path}). Wait for it, or delete the lock if no such process runs.`,
  TR210: (file: string) => `"${file}" is no name of a file within a model's folder.`,
  TR211: (name: string) =>
    `The model "${name}" has no weights that can be read: neither model.safetensors, pytorch_model.bin nor onnx/model.onnx.`,
  TR212: (folder: string, reason: string) =>
    `The cache of models in ${folder} cannot be used: ${reason}. It has to be a folder where you may write and that has room; HF_HUB_CACHE names another.`,
  TR213: (path: string, reason: string) =>
    `The file ${path} of a model cannot be read: ${reason}. See to its permissions, or copy the model to another folder.`,
  TR214: (url: string, limit: number) =>
    `${url} sent more than the ${limit} bytes that it may have; what came was thrown away. Check HF_ENDPOINT and proxies.`,
  TR215: (revision: string) =>
    `"${revision}" is no name of a branch, tag or commit. Examples: main, v1.0, refs/pr/3, or a commit of 40 digits.`,

  TR300: (type: string, known: readonly string[]) =>
    `Models of the type "${type}" are not known here. Known are: ${list(known)}. Any other encoder loads from an ONNX export: put it into the model's folder as onnx/model.onnx (in Python: optimum-cli export onnx --task feature-extraction).`,
  TR301: (name: string, what: string, looked: readonly string[]) =>
    `The model "${name}" has no ${what}. Looked for: ${list(looked)}. Copy the missing file into its folder, or download the model again.`,
  TR302: (name: string, problem: string) =>
    `The config.json of the model "${name}" cannot be used: ${problem}. Download it again; its model_type says what kind of network it is.`,
  TR303: (key: string, found: string, allowed: string) =>
    `The model's config has ${key} = ${found}. Allowed: ${allowed}. Change it in config.json, or in transformer_config.`,
  TR304: (name: string, missing: readonly string[], found: readonly string[]) =>
    `The weights of the model "${name}" lack ${missing.length} parameters: ${some(missing)}. The file has ${found.length} tensors: ${some(found)}. Is it the checkpoint of another architecture than config.json says?`,
  TR305: (name: string, key: string, found: readonly number[], needed: readonly number[]) =>
    `In the weights of the model "${name}", '${key}' has the shape [${found.join(", ")}], but the config asks for [${needed.join(", ")}]. Config and weights belong to different models.`,
  TR306: (name: string, key: string, dtype: string) =>
    `The ONNX export of the model "${name}" has weights of type ${dtype} ('${key}'). Only float32 exports can be used here; int8 weights come from \`x quantize\`. Export the model again without a reduced precision.`,
  TR307: (name: string, input: string, known: readonly string[]) =>
    `The ONNX export of the model "${name}" wants the input ${input}. What can be fed are ${list(known)}, each [batch, length]. Export the encoder alone, for the task feature-extraction.`,
  TR308: (name: string, outputs: readonly string[]) =>
    `The ONNX export of the model "${name}" gives no vector for each wordpiece. It gives: ${list(outputs)}. Export it for the task feature-extraction, which gives last_hidden_state.`,
  TR310: (length: number, most: number) =>
    `A sequence has ${length} wordpieces, but the network knows only ${most} positions. Cut the texts into shorter spans (window of the span getter), or set model_max_length of the tokenizer.`,
  TR311: (id: number, rows: number) =>
    `A wordpiece has the id ${id}, but the network's vocabulary has ${rows} entries. The tokenizer belongs to another model.`,
  TR312: (name: string, tensor: string, value: number, dtype: string) =>
    `The weights of ${name} are no good: the tensor "${tensor}" (${dtype}) has ${value}${dtype === "float64" && !Number.isNaN(value) ? ", or a number too large for 32-bit floats" : ""}. Whatever it predicts would be wrong: fetch the model again, or take another one.`,
});
