import { catalogue, listed } from "@x/core/spi";

/** Every error that the pipeline package throws: P0 components, P1 listeners, P22 and P24 weights and workers, P4 storage, P5 ner, P6 rules. */
export const errors = catalogue({
  unknownComponent: (name: string, available: readonly string[]) =>
    `[P001] There is no component "${name}" in the pipeline. Its components: ${listed(available)}.`,
  componentExists: (name: string, available: readonly string[]) =>
    `[P002] The pipeline has a component "${name}" already (components: ${listed(available)}). Give the new one another name: addPipe(factory, { name: "..." }).`,
  severalPositions: (option: string) =>
    `[P003] The position of a component can be given once: ${option} were given together. Use one of before, after, first, last.`,
  ambiguousSelection: () =>
    `[P005] selectPipes takes either { enable } or { disable }, and got neither or contradicting lists.`,
  notAComponent: (component: string, what: string) =>
    `[P006] The factory of component "${component}" returned ${what}. It must return a Pipe, a function of a doc, or an object with a method process(doc).`,
  missingComponentSection: (name: string) =>
    `[P007] The config has no section [components.${name}], but [nlp] pipeline lists "${name}". Add the section with a factory or a source, or take the name out of the list.`,
  missingFactory: (name: string) =>
    `[P008] [components.${name}] has neither "factory" nor "source". Name a factory, for example factory = "tagger".`,
  cannotLoadSource: (source: string) =>
    `[P009] [components] source = "${source}" needs a way to load pipelines, and none was given. Use load() or initNlp() of the Node entry, or pass loadSource.`,
  takesNoLabels: (name: string) => `[P010] The component "${name}" takes no labels.`,
  noLabels: (name: string) =>
    `[P011] The component "${name}" has no labels. Either the examples carry no annotation for it (see: x debug data), or the labels must be given: [initialize.components.${name}.labels], or component.addLabel("...").`,
  textTooLong: (length: number, limit: number) =>
    `[P012] The text has ${length} characters, more than nlp.maxLength = ${limit}. Cut it into pieces, or raise nlp.maxLength.`,
  neitherTextNorDoc: (what: string) => `[P013] Expected a text or a Doc, and got ${what}.`,
  positionOutOfRange: (index: number, length: number) =>
    `[P015] Position ${index} is outside of the pipeline, which has ${length} components.`,
  unknownSourceComponent: (name: string, source: string, available: readonly string[]) =>
    `[P016] The pipeline "${source}" has no component "${name}" to copy. Its components: ${listed(available)}. Set component = "..." in the section.`,
  unusableComponentName: (name: string) =>
    `[P017] A component cannot have the name ${JSON.stringify(name)}: it becomes a folder of the pipeline. Use letters, digits, _ and -; not vocab, tokenizer, meta and checksums, which the pipeline has itself, nor the names of devices such as con.`,
  componentFailed: (name: string, doc: string) =>
    `[P018] The component "${name}" failed on a batch that starts with "${doc}". The cause is attached.`,
  pipelineClosed: () => `[P019] The pipeline is closed: close() was called. Load it again.`,
  outputLayerFull: (name: string, label: string) =>
    `[P020] The label "${label}" cannot be added to "${name}": its output layer already has its size. Initialize it again with all labels.`,
  unexpectedLabels: (name: string, expected: string, found: string) =>
    `[P021] [components.${name}] the component wants "${expected}" and found ${found}.`,
  unknownPartOfSpeech: (name: string, label: string, pos: string, allowed: readonly string[]) =>
    `[P023] The label "${label}" cannot be added to "${name}": "${pos}" is no part of speech. Allowed: ${listed(allowed)}.`,
  unknownEditTree: (id: number, count: number) =>
    `[P025] There is no edit tree ${id}: the component has ${count}. Labels and trees belong together, take both from one place.`,
  damagedEditTree: (index: number, found: string) =>
    `[P026] Edit tree ${index} is damaged: ${found}. A tree has orig and subst (strings), or prefix_len, suffix_len, prefix_tree and suffix_tree (numbers of earlier trees, or 4294967295).`,
  pipelineWaitsForItself: () =>
    `[P027] A component called its own pipeline while that is being updated, initialized or read from files, or to change it while it annotates, and would wait for itself forever. Call the component's own methods, or nlp.makeDoc for a doc that is only tokenized.`,
  wrongSection: (section: string, registry: string, found: string) =>
    `[P028] The section [${section}] of the config makes ${found}, and not what has to be made of the pipeline. It needs a line @${registry} = "..." with the name of a registered function.`,
  unsupportedSetting: (key: string, value: string) =>
    `[P022] [initialize] ${key} = "${value}" is not supported by this version. Set it to null (for vectors and init_tok2vec also in [paths]).`,

  tooFewCategories: (name: string, labels: readonly string[]) =>
    `[P040] [components.${name}] chooses one of several categories and has ${labels.length}: ${listed(labels)}. Give it at least two, or use textcat_multilabel for a category that holds or not.`,
  wrongPositiveLabel: (name: string, label: string, labels: readonly string[]) =>
    `[P041] [initialize.components.${name}] positive_label = "${label}" needs a textcat with two labels, one of them "${label}". Its labels: ${listed(labels)}. Set it to null, or correct the labels.`,
  wrongGoldCategories: (name: string, found: string, allowed: string) =>
    `[P042] [components.${name}] a document has the gold categories ${found}. Allowed: ${allowed}. Correct the corpus${allowed.includes("at most") ? ", or use textcat_multilabel, where several categories may hold" : ""}.`,
  unknownGoldCategory: (name: string, label: string, labels: readonly string[]) =>
    `[P043] [components.${name}] a document has the gold category "${label}", which is none of the ${labels.length} labels: ${listed(labels.slice(0, 20))}. Correct the corpus, or add the label before training.`,
  unknownSpanLabel: (name: string, label: string, labels: readonly string[]) =>
    `[P044] [components.${name}] a document has a gold span with the label "${label}", which is none of the ${labels.length} labels: ${listed(labels.slice(0, 20))}. Correct the corpus, or initialize with all labels.`,
  wrongOption: (architecture: string, option: string, found: string, allowed: string) =>
    `[P045] ${architecture} cannot take ${option} = ${found}. Allowed: ${allowed}.`,
  textsDiffer: (name: string, text: string) =>
    `[P046] [components.${name}] the texts of an example's two docs differ, at "${text}". Make both from the same text: spans are compared by their characters.`,

  missingUpstream: (component: string, upstream: string, available: readonly string[]) =>
    `[P100] The listener of component "${component}" waits for the upstream component "${upstream}", and nothing before it in the pipeline provides it. Components that provide vectors: ${listed(available)}. Set [components.${component}.model.tok2vec] upstream to one of them (or "*"), or put the upstream before "${component}" in [nlp] pipeline.`,
  frozenUpstream: (component: string, upstream: string) =>
    `[P101] The component "${component}" listens to "${upstream}", which is in frozen_components, so it hands nothing on during training. Let it annotate: [training] annotating_components = ["${upstream}"].`,
  upstreamWidthDiffers: (component: string, width: number, upstream: string, upstreamWidth: number) =>
    `[P102] The listener of component "${component}" expects vectors of width ${width}, and its upstream "${upstream}" produces ${upstreamWidth}. Set [components.${component}.model.tok2vec] width = \${components.${upstream}.model.encode.width} (= ${upstreamWidth}).`,
  missingListenerComponent: (pipe: string, upstream: string, missing: string, available: readonly string[]) =>
    `[P105] Cannot replace the listeners of "${pipe}" to "${upstream}": there is no component "${missing}". Components: ${listed(available)}.`,
  notAnUpstream: (pipe: string, upstream: string) =>
    `[P106] Cannot replace the listeners of "${pipe}": "${upstream}" is not a component that others listen to. Name a tok2vec or transformer component.`,
  wrongListenerPaths: (pipe: string, upstream: string, paths: readonly string[], found: number) =>
    `[P107] Cannot replace the listeners of "${pipe}" to "${upstream}": ${paths.length} paths were given (${listed(paths)}), and its model has ${found} such listeners. Give one path for each, for example "model.tok2vec".`,
  unknownListenerPath: (pipe: string, upstream: string, path: string, keys: readonly string[]) =>
    `[P108] Cannot replace the listeners of "${pipe}" to "${upstream}": its config has no block "${path}". Blocks: ${listed(keys)}.`,
  upstreamComesLater: (component: string, upstream: string, position: string) =>
    `[P109] The component "${component}" listens to "${upstream}", which comes ${position} in the pipeline. Put "${upstream}" before "${component}" in [nlp] pipeline.`,
  upstreamNotAnnotating: (component: string, upstream: string) =>
    `[P110] The component "${component}" is in annotating_components and listens to "${upstream}", which is not: in training it would find no vectors on the docs. Let both annotate: [training] annotating_components = ["${upstream}", "${component}"].`,
  foreignUpstream: (component: string, upstream: string) =>
    `[P111] The component "${component}" comes from another pipeline and stays as it is, but here it listens to "${upstream}", whose vectors it was not trained with: it would predict nonsense. Take its upstream from the same pipeline, before it in [nlp] pipeline, or give it a copy: [components.${component}] replace_listeners = ["model.tok2vec"].`,

  lossIsNaN: (name: string) =>
    `[P206] The model of "${name}" gave a score that is not a number (NaN). The learning rate may be too high, or the input vectors are damaged.`,
  noNetworkToPretrain: (component: string, available: readonly string[]) =>
    `[P220] [pretraining] component = "${component}" has no network that could be pretrained. Components that have one: ${listed(available)}.`,
  unknownPretrainLayer: (component: string, layer: string, available: readonly string[]) =>
    `[P221] [pretraining] layer = "${layer}": the model of "${component}" has no such reference. Its references: ${listed(available)}; "" is the whole model.`,
  listenerWithoutUpstream: (component: string, layer: string) =>
    `[P222] [pretraining] component = "${component}"${layer === "" ? "" : `, layer = "${layer}"`} is a listener, and nothing before it in the pipeline provides its vectors.`,
  pretrainedWeightsDoNotFit: (path: string, node: string, differences: string, cause: string) =>
    `[P223] The pretrained weights ${path} do not fit "${node}". Nodes that differ:\n${differences}\nLikely cause: ${cause} Train with the config that was pretrained with.`,
  unreadablePretrainedWeights: (path: string, reason: string) =>
    `[P224] [initialize] init_tok2vec = "${path}": ${reason} Name a file that x pretrain wrote, for example pretrain/model4.bin, or set it to null.`,
  nonFinitePretrainedWeights: (path: string, layer: string, param: string, value: number) =>
    `[P225] The weights in ${path} are no good: the layer "${layer}" has ${value} in its parameter ${param}. The pretraining that wrote them went astray, or the file is damaged: take the weights of an earlier epoch.`,
  workerFailed: (reason: string) => `[P240] A worker thread of pipe(..., { nProcess }) failed: ${reason}.`,
  wrongProcessCount: (value: number) =>
    `[P241] nProcess is ${value}. It is the number of worker threads, from 1 on, or -1 for one a core.`,

  timedOut: (timeout: number) =>
    `[P242] The call took longer than timeout = ${timeout} ms, and was given up. Allow more time, or shorter texts (nlp.maxLength).`,
  wrongTimeout: (timeout: number, longest: number) =>
    `[P243] timeout is ${timeout}. It is a number of milliseconds from 0 to ${longest}; leave it out for no limit.`,

  missingLookups: (lang: string, tables: readonly string[], known: readonly string[]) =>
    `[P321] spacy.LookupsDataLoader.v1 finds no tables ${listed(tables)} for "${lang}"; registered: ${listed(known)}. Register them under lookups with --code, or take the component from a trained pipeline (source = "...").`,

  notAPipeline: (path: string) =>
    `[P400] ${path} is no pipeline: it has no config.cfg. Give the folder that nlp.toDisk or x train wrote, for example out/model-best.`,
  unreadableComponent: (component: string, path: string) =>
    `[P401] The component "${component}" could not be read from ${path}. The cause is attached.`,
  notPipelineBytes: (bytes: number) =>
    `[P402] These ${bytes} bytes are no stored pipeline: toBytes() packs one.`,

  staticVectorsDiffer: (component: string, trained: string, found: string) =>
    `[P403] The component "${component}" was trained with the static vectors ${trained}, and this pipeline has ${found}. Copy the files vectors, key2row and vectors.cfg of those vectors into its folder vocab, or load with a vocab that has them.`,
  missingVectors: (folder: string) =>
    `[P404] [initialize] vectors = "${folder}" has no vectors: there is no file vocab/vectors in it. Make the folder with x init vectors, and check the path; it is relative to the current folder.`,

  damagedJson: (path: string, reason: string) =>
    `[P405] The file ${path} of the pipeline is damaged: it is no JSON (${reason}). Save or download the pipeline again.`,
  alteredFile: (file: string, folder: string, reason: string) =>
    `[P406] ${file} in ${folder} is not what was saved: ${reason}. It was damaged, or changed by hand. Get the file or the pipeline anew (a copy, another x train); if you changed it on purpose, remove checksums.json from the folder, and nothing is compared.`,
  changedWhileRead: (folder: string) =>
    `[P407] ${folder} was changed while it was read: another process saves into it. Load it again when that has ended.`,
  unknownPipeline: (name: string, known: readonly string[], folder: string) =>
    `[P410] There is no pipeline "${name}": no folder or wheel of that name, no package in node_modules, and none in ${folder} (there: ${listed(known)}). Get it with x download ${name}, or give the path of its folder.`,
  wrongSpacyVersion: (shown: string, wanted: string) =>
    `[P411] ${shown} is made for spaCy ${wanted}, and this version reads pipelines of spaCy 3.0 to 3.8. Get the version of the pipeline for spaCy 3, or train it again.`,
  nonFiniteWeights: (component: string, layer: string, param: string, value: number) =>
    `[P416] The weights of the component "${component}" are no good: its layer "${layer}" has ${value} in its parameter ${param}, and whatever it predicts would be wrong. The training that wrote them went astray (a lower learn_rate helps), or the file is damaged. Take another pipeline, such as model-best, or load this one without it: exclude: ["${component}"].`,
  sourceVectorsDiffer: (component: string, source: string, trained: string, found: string) =>
    `[P413] The component "${component}" of ${source} reads static vectors, and was trained with others (${trained}) than this pipeline has (${found}): it would predict nonsense. Give the pipeline those of ${source} ([initialize] vectors), or train "${component}" anew with a factory in place of the source.`,
  circularSource: (source: string, chain: readonly string[]) =>
    `[P414] The pipeline ${source} takes a component from itself (${chain.join(" -> ")}). Name another pipeline as its source, or a factory.`,
  unavailableComponents: (shown: string, missing: readonly string[], names: readonly string[]) =>
    `[P412] ${shown} has components that are not available here: ${listed(missing)}. Install and register the package that has them, or load the rest: load(path, { exclude: ${JSON.stringify(names)} }), or { missing: "skip" }.`,
  missingFile: ({ path, folder }: { readonly path: string; readonly folder?: string }) =>
    `[P417] The file ${path} is missing${folder === undefined ? " among those of the pipeline" : ` in the pipeline's folder ${folder}`}. Get the pipeline again (a copy, another download), or save it anew${
      path === "meta.json"
        ? "."
        : `; exclude: ["${path.split("/")[0].replace(/\.json$/, "")}"] reads what is there without it.`
    }`,
  unreadableWheel: (shown: string, bytes: number, reason: string) =>
    `[P420] ${shown} (${bytes} bytes) is no wheel that is unpacked: ${reason}. A wheel is a zip archive; download it again, or raise the limits if you trust it.`,
  unsafeWheelPath: (shown: string, path: string) =>
    `[P421] ${shown} holds ${JSON.stringify(path)}, which is no plain file inside of the folder that it would be unpacked to (a path that leads elsewhere, a link, a name that some systems do not allow). Nothing was unpacked: do not trust this file.`,
  wheelWithoutPipeline: (shown: string, found: readonly string[]) =>
    `[P422] ${shown} is no pipeline: expected one NAME/meta.json and NAME/NAME-VERSION/ in it, NAME of letters, digits and _, and found ${listed(found)}. Give a wheel that spacy package or x package made.`,
  checksumMismatch: (shown: string, path: string) =>
    `[P423] ${shown}: the file ${path} is not what the wheel's RECORD says (SHA-256). The wheel is damaged or was changed; nothing was unpacked. Download it again.`,
  wrongPipelineInWheel: (shown: string, found: string, asked: string) =>
    `[P424] ${shown} holds ${found}, and ${asked} was asked for. Nothing was unpacked: get the wheel from its publisher, or ask for what it holds by its own file name.`,

  alreadyInstalled: (shown: string, name: string, version: string) =>
    `[P426] ${shown} holds ${name} ${version}, and ${name} is installed already. A file without the name of a wheel replaces nothing: call it ${name}-${version}-py3-none-any.whl if that is what you want.`,
  unsafePath: (path: string) =>
    `[P425] ${JSON.stringify(path)} cannot be written: it is no path inside of the pipeline's folder. Components name their files by letters, digits, -, _ and ., with / between folders.`,

  unknownPositiveLabel: (label: string, labels: readonly string[]) =>
    `[P500] The positive label "${label}" is not among the categories: ${listed(labels)}. Set positive_label to one of them.`,
  unknownStateType: (stateType: string) =>
    `[P501] state_type = "${stateType}" is not known. Allowed: "ner", "parser".`,
  damagedActions: (what: string) =>
    `[P502] The stored actions of a transition-based component are damaged (${what}). Expected msgpack with a JSON text under "moves".`,
  unknownAction: (name: string, count: number) =>
    `[P503] The annotation needs the action ${name}, which is not among the ${count} actions of the component. Add its label before: component.addLabel("...").`,
  reservedEntityLabel: (label: string) =>
    `[P504] The entity label "${label}" begins with "!". To say that a span is not an entity, put it into a span group and name that group in incorrect_spans_key.`,
  contradictingSpan: (label: string, text: string, key: string) =>
    `[P505] "${text}" is annotated as ${label}, and also among the incorrect spans (spans["${key}"]). Remove one of both.`,
  noActions: (name: string) =>
    `[P507] The component "${name}" has no actions. Initialize it with annotated examples, or add labels first: component.addLabel("...").`,
  movesGiven: (name: string) =>
    `[P508] [components.${name}] moves must be null: the actions of a transition-based component come from its labels.`,

  wrongBeam: (what: string, found: number, allowed: string) =>
    `[P509] A beam with ${what} ${found} is not possible. Allowed: ${allowed}.`,
  unknownDocAttribute: (name: string, attr: string) =>
    `[P600] [components.${name}] a doc has no attribute "${attr}" to clean. Allowed are tensor, cats, user_data, sentiment, ents and _.NAME of a registered extension; or set silent = true.`,
  unsettableAttribute: (name: string, attr: string, allowed: readonly string[]) =>
    `[P601] A rule of "${name}" sets ${attr}, which it cannot set on tokens. Allowed: ${listed(allowed)}.`,
  wrongAttributeValue: (name: string, attr: string, value: string) =>
    `[P602] A rule of "${name}" sets ${attr} to ${value}. Expected a text; POS takes the universal parts of speech.`,
  ruleIndexOutOfRange: (name: string, index: number, text: string, patterns: string) =>
    `[P603] A rule of "${name}" sets token ${index} of its match, and the match "${text}" is shorter. Its patterns: ${patterns}. Give another index, from 0, or from -1 for the last token.`,
  damagedRules: (name: string, file: string) =>
    `[P604] The file ${name}/${file} holds no list of rules. Write it again with nlp.toDisk().`,
  wrongPattern: (name: string, index: number, found: string) =>
    `[P605] Pattern ${index} of "${name}" is ${found}. Expected { label, pattern } and perhaps an id; the pattern is a phrase, or a list of tokens such as [{ LOWER: "apple" }].`,
  damagedPatternLine: (name: string, line: number, found: string) =>
    `[P606] Line ${line} of the patterns of "${name}" is no JSON: ${found}. Expected one object { "label": ..., "pattern": ... } a line.`,
  unknownPattern: (name: string, what: string, found: string, known: readonly string[]) =>
    `[P607] "${name}" has no patterns with the ${what} "${found}". It knows: ${listed(known)}.`,

  unknownLemmatizerMode: (name: string, mode: string, modes: readonly string[], lang: string) =>
    `[P610] [components.${name}] mode = "${mode}" is not known for the language "${lang}". Allowed: ${listed(modes)}.`,
  missingLemmatizerTables: (
    name: string,
    mode: string,
    missing: readonly string[],
    found: readonly string[],
  ) =>
    `[P611] The lemmatizer "${name}" with mode = "${mode}" lacks the tables ${listed(missing)}; it has: ${listed(found)}. Take it from a trained pipeline (source = "en_core_web_sm"), or assign tables: lemmatizer.lookups = lookups.`,
  exportDiffers: (what: string, found: string, expected: string) =>
    `[P910] The exported networks do not predict what the pipeline predicts: ${what} differ, found ${found}, expected ${expected}. Nothing was written; please report it with the pipeline's config.`,
});
