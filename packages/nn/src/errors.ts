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
  NN110: (input: string, place: number, analytic: number, numeric: number) =>
    `The gradient of '${input}' is wrong at ${place}: the rule gives ${analytic}, differences give ${numeric}. Correct the operator's gradient rule, or its kernel.`,
  NN201: (name: string, listed: Iterable<string>) =>
    `The program reads the graph input '${name}', which is neither among its inputs (${list(listed)}) nor among its initializers. Add it to one of them.`,
  NN202: (name: string, needed: Iterable<string>) =>
    `The program needs a feed '${name}', which is missing. It needs: ${list(needed)}.`,
  NN203: (name: string, got: string, expected: string) =>
    `The feed '${name}' is ${got}, the program expects ${expected}.`,
  NN204: (operator: string, runtime: string) =>
    `The operator '${operator}' has no implementation for the ${runtime} runtime: give it ${runtime === "reference" ? "a `reference` kernel" : "a `lower` function that writes it in ONNX operators"}.`,
  NN205: (problem: string) => `This is not an ONNX model that can be read: ${problem}.`,
  NN206: (name: string) => `The program '${name}' was released and cannot run any more. Compile it again.`,
  NN207: (reason: string) =>
    `onnxruntime-node could not be loaded (${reason}). Install it with \`npm install onnxruntime-node@1.30.0\`, or use the reference runtime, which needs nothing but is much slower.`,
  NN208: (name: string) =>
    `The feed '${name}' has no rows (a dimension of size 0). Programs take at least one row: return an empty result without running them.`,
  NN209: (program: string, message: string) => `onnxruntime failed in ${program}: ${message}`,
  NN301: (asked: number, left: number, size: number) =>
    `The parameter arena has ${left} of ${size} bytes left, but ${asked} were asked for. Its memory never grows (that would detach every view): create it large enough for all parameters at once.`,
  NN302: (what: string, got: number, expected: number) => `${what} has ${got} values, expected ${expected}.`,
});
