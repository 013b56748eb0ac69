import { catalogue, listed } from "@x/core/spi";

const firstOf = (names: readonly string[]) =>
  listed(names.slice(0, 8)) + (names.length > 8 ? `, and ${names.length - 8} more` : "");

/** Every error that the encoders package throws: TR1xx pieces, TR2xx hub, TR3xx encoders. */
export const errors = catalogue({
  missingTokenizer: (name: string, looked: readonly string[]) =>
    `[TR100] The model "${name}" has no tokenizer. Looked for: ${listed(looked)}. Copy the tokenizer's files into its folder, or name a model that has them.`,
  unusableTokenizerFile: (file: string, reason: string) =>
    `[TR101] The tokenizer file ${file} cannot be used: ${reason} Get the file again; a half-downloaded one looks like this.`,
  unknownTokenizerKind: (found: string, known: readonly string[]) =>
    `[TR102] No tokenizer can be built from the original files of the kind "${found}". Kinds that can: ${listed(known)}. Save the model with a tokenizer.json (in Python: AutoTokenizer.from_pretrained(...).save_pretrained(...)).`,
  wrongTokenizerSetting: (key: string, found: string, allowed: string) =>
    `[TR103] tokenizer_config: ${key} = ${found} cannot be used. Allowed: ${allowed}.`,
  noRoomForPieces: (limit: number, needed: number) =>
    `[TR104] The tokenizer's model_max_length is ${limit}: no room is left beside its ${needed} special pieces. Set model_max_length in tokenizer_config to at least ${needed + 1}.`,
  tokenizerRefused: (file: string, place: string, problem: string) =>
    `[TR105] The tokenizer file ${file} is refused: ${place} ${problem}. Nothing else is run here, since it could stop or hang the whole process. Get the file again; if it is whole, save it anew with transformers in a published form.`,
  rowsDoNotMatchSpans: (rows: number, spans: number) =>
    `[TR110] Cannot align ${spans} spans with ${rows} rows of wordpieces. There is one row for each span.`,
  noOffsets: () =>
    `[TR111] These wordpieces have no offsets, so they can only be aligned by their strings. Use getAlignment, or a tokenizer with use_fast = true.`,
  tokenizerFailed: (reason: string) =>
    `[TR112] The tokenizer cannot tokenize a text: ${reason}. Its tokenizer.json is not complete; get it again, or save it anew with transformers.`,
  tokenizerCrashed: (file: string, risks: readonly string[], reason: string) =>
    `[TR113] The tokenizer of ${file} ran in a process of its own, which is gone: ${reason}. What may do that is ${risks.length === 0 ? "a text of more than a million characters" : listed(risks)}. Cut the text into shorter ones, or take a tokenizer without such a step.`,

  unknownModel: (name: string) =>
    `[TR200] There is no model "${name}": no such folder, and no name as the hub has them (organisation/name). Give the path of a folder with config.json, or a name.`,
  notCached: (name: string, revision: string, file: string, cache: string) =>
    `[TR201] The model "${name}" (revision ${revision}) is not in the cache ${cache}: ${file} is missing, and no server is asked (offline). Get it first: x download --hf ${name}, or allow the network (HF_HUB_OFFLINE=0).`,
  hubUnreachable: (host: string, reason: string) =>
    `[TR202] ${host} cannot be reached: ${reason}. Check the network, HF_ENDPOINT and proxies, or give the path of a folder with the model's files.`,
  noPermission: (name: string, status: number, withToken: boolean, gated: boolean) =>
    `[TR203] No permission for the model "${name}" (${status})${gated ? ", whose terms have to be accepted on its page first" : ""}. ${
      withToken
        ? "The token was sent, and does not open it: check the name, and the token's rights."
        : "Check the name; if it is private or gated, set HF_TOKEN to a token that may read it."
    }`,
  notOnHub: (name: string, what: string) =>
    `[TR204] The hub does not have "${name}": ${what}. Check spelling and revision; a folder has to exist at that path.`,
  downloadCutOff: (url: string, received: number, total: number) =>
    `[TR205] The connection broke off at ${received} of ${total || "?"} bytes of ${url}. What came is kept: try again, and it goes on from there.`,
  checksumMismatch: (url: string, expected: string, found: string) =>
    `[TR206] ${url} came with another checksum: ${found} in the place of ${expected}. It was thrown away. Try again; if this lasts, a proxy may change files.`,
  notAHub: (url: string) =>
    `[TR207] ${url} does not answer as a model hub does: commit or etag is missing. Check HF_ENDPOINT; a firewall's page looks like this, too.`,
  hubRefused: (url: string, status: number, reason: string) =>
    `[TR208] The hub refused ${url}: ${status} ${reason}. Try again later.`,
  downloadInProgress: (path: string) =>
    `[TR209] Another process is fetching the same file for a long time (lock ${path}). Wait for it, or delete the lock if no such process runs.`,
  unsafeFileName: (file: string) => `[TR210] "${file}" is no name of a file within a model's folder.`,
  noWeights: (name: string) =>
    `[TR211] The model "${name}" has no weights that can be read: neither model.safetensors, pytorch_model.bin nor onnx/model.onnx.`,
  unusableCache: (folder: string, reason: string) =>
    `[TR212] The cache of models in ${folder} cannot be used: ${reason}. It has to be a folder where you may write and that has room; HF_HUB_CACHE names another.`,
  unreadableFile: (path: string, reason: string) =>
    `[TR213] The file ${path} of a model cannot be read: ${reason}. See to its permissions, or copy the model to another folder.`,
  downloadTooLarge: (url: string, limit: number) =>
    `[TR214] ${url} sent more than the ${limit} bytes that it may have; what came was thrown away. Check HF_ENDPOINT and proxies.`,
  wrongRevision: (revision: string) =>
    `[TR215] "${revision}" is no name of a branch, tag or commit. Examples: main, v1.0, refs/pr/3, or a commit of 40 digits.`,

  unknownModelType: (type: string, known: readonly string[]) =>
    `[TR300] Models of the type "${type}" are not known here. Known are: ${listed(known)}. Any other encoder loads from an ONNX export: put it into the model's folder as onnx/model.onnx (in Python: optimum-cli export onnx --task feature-extraction).`,
  missingModelFile: (name: string, what: string, looked: readonly string[]) =>
    `[TR301] The model "${name}" has no ${what}. Looked for: ${listed(looked)}. Copy the missing file into its folder, or download the model again.`,
  unusableConfig: (name: string, problem: string) =>
    `[TR302] The config.json of the model "${name}" cannot be used: ${problem}. Download it again; its model_type says what kind of network it is.`,
  wrongConfigValue: (key: string, found: string, allowed: string) =>
    `[TR303] The model's config has ${key} = ${found}. Allowed: ${allowed}. Change it in config.json, or in transformer_config.`,
  missingParameters: (name: string, missing: readonly string[], found: readonly string[]) =>
    `[TR304] The weights of the model "${name}" lack ${missing.length} parameters: ${firstOf(missing)}. The file has ${found.length} tensors: ${firstOf(found)}. Is it the checkpoint of another architecture than config.json says?`,
  wrongParameterShape: (name: string, key: string, found: readonly number[], needed: readonly number[]) =>
    `[TR305] In the weights of the model "${name}", '${key}' has the shape [${found.join(", ")}], but the config asks for [${needed.join(", ")}]. Config and weights belong to different models.`,
  unsupportedPrecision: (name: string, key: string, dtype: string) =>
    `[TR306] The ONNX export of the model "${name}" has weights of type ${dtype} ('${key}'). Only float32 exports can be used here; int8 weights come from \`x quantize\`. Export the model again without a reduced precision.`,
  unknownOnnxInput: (name: string, input: string, known: readonly string[]) =>
    `[TR307] The ONNX export of the model "${name}" wants the input ${input}. What can be fed are ${listed(known)}, each [batch, length]. Export the encoder alone, for the task feature-extraction.`,
  noVectorOutput: (name: string, outputs: readonly string[]) =>
    `[TR308] The ONNX export of the model "${name}" gives no vector for each wordpiece. It gives: ${listed(outputs)}. Export it for the task feature-extraction, which gives last_hidden_state.`,
  sequenceTooLong: (length: number, most: number) =>
    `[TR310] A sequence has ${length} wordpieces, but the network knows only ${most} positions. Cut the texts into shorter spans (window of the span getter), or set model_max_length of the tokenizer.`,
  unknownPieceId: (id: number, rows: number) =>
    `[TR311] A wordpiece has the id ${id}, but the network's vocabulary has ${rows} entries. The tokenizer belongs to another model.`,
  nonFiniteWeights: (name: string, tensor: string, value: number, dtype: string) =>
    `[TR312] The weights of ${name} are no good: the tensor "${tensor}" (${dtype}) has ${value}${dtype === "float64" && !Number.isNaN(value) ? ", or a number too large for 32-bit floats" : ""}. Whatever it predicts would be wrong: fetch the model again, or take another one.`,
});
