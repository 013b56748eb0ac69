import { catalogue } from "@x/core";

const list = (values: Iterable<unknown>) => [...values].join(", ") || "none";

/** The catalogue of this package: NN1xx graph and operators, NN2xx ONNX and runtimes, NN3xx kernels, NN4xx and up models. */
export const error = catalogue({
  NN101: (name: string, known: Iterable<string>) =>
    `The graph knows no operator '${name}'. It knows: ${list(known)}. Register it with \`operators.register({ name: "${name}", infer, ... })\`, or give the graph a registry that has it.`,
  NN102: (name: string) =>
    `The operator '${name}' is already registered. Register it with { replace: true } to put another in its place.`,
  NN103: (name: string) =>
    `The graph already has an input named '${name}'. Names of inputs are unique: take the existing value from graph.inputs, or another name.`,
  NN104: (operator: string, problem: string) => `Operator '${operator}': ${problem}`,
  NN105: (operator: string, output: string) =>
    `There is no gradient rule for the operator '${operator}', which a requested gradient passes (its output is '${output}'). Give the operator a \`gradient\`, or put it into a \`withGradient\` scope with a gradient of its own.`,
  NN106: (what: string, got: string, allowed: string) => `${what}: got ${got}, allowed: ${allowed}.`,
  NN107: (name: string, dtype: string, shape: string, length: number, needed: number) =>
    `A tensor '${name}' of type ${dtype} and shape [${shape}] needs ${needed} values, got ${length}.`,
  NN108: (count: number, needed: number) =>
    `The backward function of withGradient returned ${count} gradients for ${needed} inputs. Return one an input, undefined where there is none.`,
  NN109: (value: string) =>
    `Value '${value}' belongs to another graph. Values of one graph are built from values of that graph only.`,
  NN111: (dtype: string, value: string) =>
    `A tensor of type ${dtype} cannot hold ${value}: it takes whole numbers of its width. The file it comes from is damaged, or give another type.`,
  NN110: (input: string, place: number, analytic: number, numeric: number) =>
    `The gradient of '${input}' is wrong at ${place}: the rule gives ${analytic}, differences give ${numeric}. Correct the operator's gradient rule, or its kernel.`,
  NN201: (name: string, listed: Iterable<string>) =>
    `The program reads the graph input '${name}', which is neither among its inputs (${list(listed)}) nor among its initializers. Add it to one of them.`,
  NN202: (name: string, needed: Iterable<string>) =>
    `The program needs a feed '${name}', which is missing. It needs: ${list(needed)}.`,
  NN203: (name: string, got: string, expected: string) =>
    `The feed '${name}' is ${got}, the program expects ${expected}.`,
  NN204: (operator: string, runtime: string, others: Iterable<string>) =>
    `The operator '${operator}' has no implementation for the runtime '${runtime}'; these have it: ${list(others)}. Choose one of them (--runtime NAME, \`useRuntime\`), or give the operator a \`lower\` function that writes it in other operators, which every runtime runs.`,
  NN205: (problem: string) => `This is not an ONNX model that can be read: ${problem}.`,
  NN206: (name: string) => `The program '${name}' was released and cannot run any more. Compile it again.`,
  NN207: (reason: string) =>
    `onnxruntime-node could not be loaded (${reason}). Install it with \`npm install onnxruntime-node@1.30.0\` (it has builds for Linux with glibc, not for musl as on Alpine, for macOS on arm64 and for Windows), or use the reference runtime, which needs nothing but is much slower.`,
  NN208: (name: string) =>
    `The feed '${name}' has no rows (a dimension of size 0). Programs take at least one row: return an empty result without running them.`,
  NN209: (program: string, message: string) => `onnxruntime failed in ${program}: ${message}`,
  NN210: (id: number, tried: Iterable<string>) =>
    `There is no GPU ${id} to compute on. Tried:\n${[...tried].map((line) => `- ${line}`).join("\n")}\nTo train on an NVIDIA GPU: \`npm install @x/tfjs @tensorflow/tfjs-node-gpu\`. To predict there: ONNX Runtime with CUDA, \`ONNXRUNTIME_NODE_INSTALL=cuda12 npm rebuild onnxruntime-node\`. To compute on the CPU: --gpu-id -1, or no call of requireGpu().`,
  NN211: (name: string, allowed: Iterable<string>) =>
    `gpu_allocator = "${name}" is unknown. Allowed are null, ${list(allowed)}; here every runtime allocates for itself, so null is enough.`,
  NN212: (name: string, problem: string) => `The runtime '${name}' cannot be made: ${problem}.`,
  NN301: (asked: number, left: number, size: number) =>
    `The parameter arena has ${left} of ${size} bytes left, but ${asked} were asked for. Its memory never grows (that would detach every view): create it large enough for all parameters at once.`,
  NN303: (shape: readonly number[], megabytes: number) =>
    `An array of shape [${shape.join(", ")}] takes ${megabytes} MB, which are not to be had. Training needs five times as much. Use fewer labels or a smaller table ("length" of spacy.TextCatBOW.v3 and of the linear model of spacy.TextCatEnsemble.v2), or more memory.`,
  NN302: (what: string, got: number, expected: number) => `${what} has ${got} values, expected ${expected}.`,
  NN401: (shape: string, length: number) =>
    `A parameter of shape ${shape} cannot hold ${length} numbers. Give as many as its shape has, row by row.`,
  NN402: (layer: string, wanted: string, got: string) =>
    `The layer '${layer}' needs ${wanted}, got ${got}. Check what the layer in front of it returns.`,
  NN403: (dim: string, node: string, dims: ReadonlyMap<string, number | null>) =>
    `The dimension '${dim}' of '${node}' is not set. It has: ${list([...dims].map(([name, size]) => `${name}=${size ?? "unset"}`))}. Give it to the layer, or call initialize() with batches X and Y that show it.`,
  NN404: (dim: string, node: string, old: number, value: number) =>
    `The dimension '${dim}' of '${node}' is ${old} and cannot become ${value}. Build the network with the right size, or resize it with resizeLayer().`,
  NN405: (param: string, node: string, known: Iterable<string>) =>
    `The parameter '${param}' of '${node}' is not initialized. The node's parameters are: ${list(known)}. Call initialize(), or load weights.`,
  NN406: (ref: string, node: string, known: Iterable<string>) =>
    `The reference '${ref}' of '${node}' is not set. Its references are: ${list(known)}.`,
  NN407: (node: string) =>
    `The layer '${node}' cannot run here: it has no host implementation, and one of its children is not symbolic. Give it a \`forward\`, or use symbolic children.`,
  NN408: (dim: string, known: Iterable<string>) =>
    `The size '${dim}' is not known before the program runs. Known are: ${list(known)}. Dropout and empty batches need sizes that follow from the feeds.`,
  NN409: (node: string) =>
    `'${node}' was run with predict, which keeps nothing for a way back. Call beginUpdate() to train.`,
  NN410: (loss: string, node: string, outputs: number) =>
    `The loss '${loss}' needs one array or one batch of sequences, but '${node}' returns ${outputs}.`,
  NN411: (table: string) =>
    `These weights belong to another network. What differs, node by node:\n${table}\nLoad them into a network built from the config they were saved with.`,
  NN412: (problem: string) => `These are not the bytes of a network: ${problem}.`,
  NN413: (ref: string, node: string) =>
    `The reference '${ref}' of '${node}' points to a node outside the network that is saved. References must point to nodes below it.`,
  NN414: (layer: string, option: string, got: string, allowed: string) =>
    `The layer '${layer}' cannot take ${option} = ${got}. Allowed: ${allowed}.`,
  NN415: (shape: readonly number[], most: number) =>
    `A parameter of shape [${shape.join(", ")}] would have more than ${most} numbers. Make the layer smaller: its width, its rows, or the number of labels.`,
  NN430: (beta1: number, beta2: number) =>
    `An optimizer cannot have beta1 = ${beta1} with beta2 = ${beta2}. Set both to 0 for plain gradient descent, or both above 0 for Adam.`,
  NN440: (loss: string, problem: string) => `${loss}: ${problem}`,
  NN450: (what: string, problem: string) => `Two batches differ, in ${what}: ${problem}.`,
  NN460: (file: string, problem: string) => `${file} is no readable safetensors file: ${problem}.`,
  NN461: (file: string, problem: string) => `${file} is no readable PyTorch checkpoint: ${problem}.`,
  NN462: (index: string, missing: string) =>
    `${index} names ${missing}, which is missing. All parts of a checkpoint must lie in one folder: download it again.`,
  NN463: (file: string, name: string) =>
    `${file} asks for the Python object '${name}'. Only tensors and plain data are read here, nothing is ever executed. Save the model's weights alone, as safetensors or with torch.save(model.state_dict(), ...).`,
  NN464: (what: string) =>
    `A PyTorch checkpoint cannot hold ${what}. Give tensors, maps, arrays, texts, numbers, booleans and null.`,
  NN451: (layer: string, law: string, problem: string) =>
    `The layer '${layer}' breaks the law "${law}": ${problem}.`,
});
