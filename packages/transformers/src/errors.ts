import { catalogue } from "@x/core";

const list = (names: readonly string[]) => (names.length === 0 ? "(none)" : names.join(", "));

const some = (names: readonly string[]) =>
  list(names.slice(0, 8)) + (names.length > 8 ? `, and ${names.length - 8} more` : "");

/** Every error that the transformers package throws: TR1xx pieces, TR2xx hub, TR3xx encoders, TR4xx component. */
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
  TR120: (what: string) =>
    `The span getter gave ${what}. It has to return one list of spans for each Doc, in the Docs' order.`,
  TR121: (index: number) =>
    `The span getter gave Doc ${index} a span of another Doc. Each list may only hold spans of its own Doc.`,
  TR122: (window: number, stride: number) =>
    `strided_spans: window = ${window} and stride = ${stride}. Both have to be integers of at least 1; a stride above the window leaves tokens out.`,
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

  TR401: () =>
    `This Doc has no output of a transformer, so it has no width: no span of it was run. Check tensors.length first.`,
  TR402: (width: number, other: number) =>
    `Docs with transformer vectors of ${width} and of ${other} numbers are in one batch. They come from different transformers; run the pipeline's own over all of them.`,
  TR403: (layer: string) =>
    `The pooling layer "${layer}" does not give an array. Pooling takes ragged rows and gives one row a token, as reduce_mean.v1 does.`,
  TR404: (component: string) =>
    `"${component}" was given Docs in training that the transformer has not seen in this update. Both have to be trained on the same batch, with nlp.update or x train.`,
  TR405: (component: string, upstream: string) =>
    `"${component}" listens to "${upstream}" in training, and a Doc has no doc._.trf_data. Where the transformer is frozen, add it to [training] annotating_components.`,
  TR406: (name: string) =>
    `The transformer "${name}" is not loaded yet. Initialize the pipeline (await nlp.initialize(...)), or load one that is trained.`,
  TR407: (name: string, reason: string) =>
    `The stored transformer "${name}" cannot be read: ${reason}. Save the pipeline again; a file that was cut off looks like this.`,
  TR408: (tokens: number, length: number) =>
    `doc._.trf_data is for ${tokens} tokens and the Doc has ${length}: its tokens were merged or split after the transformer ran. Put the component that does so before the transformer.`,
  TR409: (name: string, found: string) =>
    `max_batch_items of "${name}" is ${found}. It has to be an integer of at least 1: how many padded tokens run at once.`,
  TR410: (name: string) =>
    `The network "${name}" has no pretrained transformer in it. Give the model of a transformer component, or one with a Tok2VecTransformer.`,
  TR411: (layer: string, piece: string) =>
    `The vocabulary of "${layer}" has no piece ${JSON.stringify(piece)}. Load one with [initialize.components.NAME.piecer_loader], or a pipeline that is trained.`,
  TR412: (kind: string) =>
    `The ${kind} network has no weights. Load them with [initialize.components.NAME.encoder_loader], or load a pipeline that is trained.`,
  TR413: (stride: number, window: number) =>
    `WithStridedSpans: stride = ${stride} and window = ${window}. The stride has to be between ${Math.floor(window / 2)} and ${window}, so that a piece lies in two windows at most.`,
  TR414: (found: number, wanted: number) =>
    `A listener weighs ${wanted} layers, and the transformer gives ${found}. Set all_layer_outputs = true in its section, and num_layers to the transformer's layers.`,
  TR415: (names: readonly string[]) =>
    `gradual_transformer_unfreezing: target_pipes has "*" beside ${names.join(", ")}. Give "*" alone, or names.`,
  TR416: (name: string) =>
    `gradual_transformer_unfreezing: the component "${name}" is no transformer. Name transformer or curated_transformer components.`,
  TR418: (reason: string) =>
    `The stored doc._.trf_data of a Doc is damaged: ${reason}. Run the pipeline over its text again, or write the file anew.`,
  TR417: (component: string, upstream: string, rivals: readonly string[]) =>
    `The listener of component "${component}" reads the output of "${upstream}", which has not run on these docs. They bring output from elsewhere, perhaps of ${rivals.map((rival) => `"${rival}"`).join(" or ")}. ` +
    `Let "${upstream}" run too: enable it, and in training set [training] annotating_components = ["${upstream}"].`,
});
