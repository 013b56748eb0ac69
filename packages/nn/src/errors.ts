import { catalogue, listed } from "@x/core/spi";

/** The catalogue of this package: NN1xx graph and operators, NN2xx ONNX and runtimes, NN3xx kernels, NN4xx and up models. */
export const errors = catalogue({
  unknownOperator: (name: string, known: Iterable<string>) =>
    `[NN101] The graph knows no operator '${name}'. It knows: ${listed(known, "none")}. Register it with \`operators.register({ name: "${name}", infer, ... })\`, or give the graph a registry that has it.`,
  operatorExists: (name: string) =>
    `[NN102] The operator '${name}' is already registered. Register it with { replace: true } to put another in its place.`,
  inputExists: (name: string) =>
    `[NN103] The graph already has an input named '${name}'. Names of inputs are unique: take the existing value from graph.inputs, or another name.`,
  wrongOperatorUse: (operator: string, problem: string) => `[NN104] Operator '${operator}': ${problem}`,
  missingGradient: (operator: string, output: string) =>
    `[NN105] There is no gradient rule for the operator '${operator}', which a requested gradient passes (its output is '${output}'). Give the operator a \`gradient\`, or put it into a \`withGradient\` scope with a gradient of its own.`,
  wrongValue: (what: string, got: string, allowed: string) =>
    `[NN106] ${what}: got ${got}, allowed: ${allowed}.`,
  wrongTensorSize: (name: string, dtype: string, shape: string, length: number, needed: number) =>
    `[NN107] A tensor '${name}' of type ${dtype} and shape [${shape}] needs ${needed} values, got ${length}.`,
  wrongGradientCount: (count: number, needed: number) =>
    `[NN108] The backward function of withGradient returned ${count} gradients for ${needed} inputs. Return one an input, undefined where there is none.`,
  foreignValue: (value: string) =>
    `[NN109] Value '${value}' belongs to another graph. Values of one graph are built from values of that graph only.`,
  valueOutOfRange: (dtype: string, value: string) =>
    `[NN111] A tensor of type ${dtype} cannot hold ${value}: it takes whole numbers of its width. The file it comes from is damaged, or give another type.`,
  wrongGradient: (input: string, place: number, analytic: number, numeric: number) =>
    `[NN110] The gradient of '${input}' is wrong at ${place}: the rule gives ${analytic}, differences give ${numeric}. Correct the operator's gradient rule, or its kernel.`,
  unlistedInput: (name: string, inputs: Iterable<string>) =>
    `[NN201] The program reads the graph input '${name}', which is neither among its inputs (${listed(inputs, "none")}) nor among its initializers. Add it to one of them.`,
  missingFeed: (name: string, needed: Iterable<string>) =>
    `[NN202] The program needs a feed '${name}', which is missing. It needs: ${listed(needed, "none")}.`,
  wrongFeed: (name: string, got: string, expected: string) =>
    `[NN203] The feed '${name}' is ${got}, the program expects ${expected}.`,
  unsupportedOperator: (operator: string, runtime: string, others: Iterable<string>) =>
    `[NN204] The operator '${operator}' has no implementation for the runtime '${runtime}'; these have it: ${listed(others, "none")}. Choose one of them (--runtime NAME, \`useRuntime\`), or give the operator a \`lower\` function that writes it in other operators, which every runtime runs.`,
  unreadableOnnx: (problem: string) => `[NN205] This is not an ONNX model that can be read: ${problem}.`,
  programReleased: (name: string) =>
    `[NN206] The program '${name}' was released and cannot run any more. Compile it again.`,
  onnxRuntimeUnavailable: (reason: string) =>
    `[NN207] onnxruntime-node could not be loaded (${reason}). Install it with \`npm install onnxruntime-node@1.30.0\` (it has builds for Linux with glibc, not for musl as on Alpine, for macOS on arm64 and for Windows), or use the reference runtime, which needs nothing but is much slower.`,
  emptyFeed: (name: string) =>
    `[NN208] The feed '${name}' has no rows (a dimension of size 0). Programs take at least one row: return an empty result without running them.`,
  onnxRuntimeFailed: (program: string, message: string) =>
    `[NN209] onnxruntime failed in ${program}: ${message}`,
  noGpu: (id: number, tried: Iterable<string>) =>
    `[NN210] There is no GPU ${id} to compute on. Tried:\n${[...tried].map((line) => `- ${line}`).join("\n")}\nTo train on an NVIDIA GPU: \`npm install @x/tfjs @tensorflow/tfjs-node-gpu\`. To predict there: ONNX Runtime with CUDA, \`ONNXRUNTIME_NODE_INSTALL=cuda12 npm rebuild onnxruntime-node\`. To compute on the CPU: --gpu-id -1, or no call of requireGpu().`,
  unknownGpuAllocator: (name: string, allowed: Iterable<string>) =>
    `[NN211] gpu_allocator = "${name}" is unknown. Allowed are null, ${listed(allowed, "none")}; here every runtime allocates for itself, so null is enough.`,
  cannotMakeRuntime: (name: string, problem: string) =>
    `[NN212] The runtime '${name}' cannot be made: ${problem}.`,
  arenaFull: (asked: number, left: number, size: number) =>
    `[NN301] The parameter arena has ${left} of ${size} bytes left, but ${asked} were asked for. Its memory never grows (that would detach every view): create it large enough for all parameters at once.`,
  outOfMemory: (shape: readonly number[], megabytes: number) =>
    `[NN303] An array of shape [${shape.join(", ")}] takes ${megabytes} MB, which are not to be had. Training needs five times as much. Use fewer labels or a smaller table ("length" of spacy.TextCatBOW.v3 and of the linear model of spacy.TextCatEnsemble.v2), or more memory.`,
  wrongLength: (what: string, got: number, expected: number) =>
    `[NN302] ${what} has ${got} values, expected ${expected}.`,
  wrongParamSize: (shape: string, length: number) =>
    `[NN401] A parameter of shape ${shape} cannot hold ${length} numbers. Give as many as its shape has, row by row.`,
  wrongInput: (layer: string, wanted: string, got: string) =>
    `[NN402] The layer '${layer}' needs ${wanted}, got ${got}. Check what the layer in front of it returns.`,
  dimNotSet: (dim: string, node: string, dims: ReadonlyMap<string, number | null>) =>
    `[NN403] The dimension '${dim}' of '${node}' is not set. It has: ${listed(
      [...dims].map(([name, size]) => `${name}=${size ?? "unset"}`),
      "none",
    )}. Give it to the layer, or call initialize() with batches X and Y that show it.`,
  dimFixed: (dim: string, node: string, old: number, value: number) =>
    `[NN404] The dimension '${dim}' of '${node}' is ${old} and cannot become ${value}. Build the network with the right size, or resize it with resizeLayer().`,
  paramNotSet: (param: string, node: string, known: Iterable<string>) =>
    `[NN405] The parameter '${param}' of '${node}' is not initialized. The node's parameters are: ${listed(known, "none")}. Call initialize(), or load weights.`,
  refNotSet: (ref: string, node: string, known: Iterable<string>) =>
    `[NN406] The reference '${ref}' of '${node}' is not set. Its references are: ${listed(known, "none")}.`,
  cannotRunOnHost: (node: string) =>
    `[NN407] The layer '${node}' cannot run here: it has no host implementation, and one of its children is not symbolic. Give it a \`forward\`, or use symbolic children.`,
  unknownSize: (dim: string, known: Iterable<string>) =>
    `[NN408] The size '${dim}' is not known before the program runs. Known are: ${listed(known, "none")}. Dropout and empty batches need sizes that follow from the feeds.`,
  onlyPredicted: (node: string) =>
    `[NN409] '${node}' was run with predict, which keeps nothing for a way back. Call beginUpdate() to train.`,
  lossNeedsOneOutput: (loss: string, node: string, outputs: number) =>
    `[NN410] The loss '${loss}' needs one array or one batch of sequences, but '${node}' returns ${outputs}.`,
  weightsDoNotFit: (table: string) =>
    `[NN411] These weights belong to another network. What differs, node by node:\n${table}\nLoad them into a network built from the config they were saved with.`,
  notANetwork: (problem: string) => `[NN412] These are not the bytes of a network: ${problem}.`,
  refOutsideNetwork: (ref: string, node: string) =>
    `[NN413] The reference '${ref}' of '${node}' points to a node outside the network that is saved. References must point to nodes below it.`,
  wrongOption: (layer: string, option: string, got: string, allowed: string) =>
    `[NN414] The layer '${layer}' cannot take ${option} = ${got}. Allowed: ${allowed}.`,
  paramTooLarge: (shape: readonly number[], most: number) =>
    `[NN415] A parameter of shape [${shape.join(", ")}] would have more than ${most} numbers. Make the layer smaller: its width, its rows, or the number of labels.`,
  wrongBetas: (beta1: number, beta2: number) =>
    `[NN430] An optimizer cannot have beta1 = ${beta1} with beta2 = ${beta2}. Set both to 0 for plain gradient descent, or both above 0 for Adam.`,
  wrongLossInput: (loss: string, problem: string) => `[NN440] ${loss}: ${problem}`,
  batchesDiffer: (what: string, problem: string) => `[NN450] Two batches differ, in ${what}: ${problem}.`,
  unreadableSafetensors: (file: string, problem: string) =>
    `[NN460] ${file} is no readable safetensors file: ${problem}.`,
  unreadableCheckpoint: (file: string, problem: string) =>
    `[NN461] ${file} is no readable PyTorch checkpoint: ${problem}.`,
  missingCheckpointPart: (index: string, missing: string) =>
    `[NN462] ${index} names ${missing}, which is missing. All parts of a checkpoint must lie in one folder: download it again.`,
  unsafePickle: (file: string, name: string) =>
    `[NN463] ${file} asks for the Python object '${name}'. Only tensors and plain data are read here, nothing is ever executed. Save the model's weights alone, as safetensors or with torch.save(model.state_dict(), ...).`,
  cannotPickle: (what: string) =>
    `[NN464] A PyTorch checkpoint cannot hold ${what}. Give tensors, maps, arrays, texts, numbers, booleans and null.`,
  lawBroken: (layer: string, law: string, problem: string) =>
    `[NN451] The layer '${layer}' breaks the law "${law}": ${problem}.`,
});
