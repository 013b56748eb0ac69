import { errors } from "../errors";
import { Graph } from "../graph/graph";
import type { OperatorRegistry } from "../graph/operator-registry";
import { MOST_AXES } from "../graph/shapes";
import { isFloat, sizeOf, tensor, type Tensor } from "../graph/tensor";
import type { Value } from "../graph/value";
import { readExternal } from "./external-data";
import { modernize } from "./modernize";
import { readModel, type ModelNode, type ModelValue } from "./read-model";

/** An ONNX model as a graph. */
export interface DecodedModel {
  readonly graph: Graph;
  /** What is fed, in the model's order; weights are not among them. */
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
  /** The model's float tensors: graph inputs, so that they can be differentiated by, with their numbers. Scalars and integers are constants. */
  readonly initializers: ReadonlyMap<Value, Tensor>;
  /** The operator set the model was written in. */
  readonly opset: number;
}

/**
 * Reads an ONNX model; all values keep their names. Older forms of operators become those of opset 20.
 *
 * @param options `operators`: the registry that must know the model's operators; default: the shared one. `external`: the files
 * beside the model that its weights lie in (`externalFiles` names them); tensors are views of them. Throws NN205 (no such model) and NN101 (unknown operator).
 */
export function decodeOnnx(
  bytes: Uint8Array,
  options: {
    readonly operators?: OperatorRegistry;
    readonly external?: ReadonlyMap<string, Uint8Array>;
  } = {},
): DecodedModel {
  const model = readModel(bytes);
  const graph = new Graph(options);
  const values = new Map<string, Value>();
  const initializers = new Map<Value, Tensor>();
  const inputs: Value[] = [];
  for (const [name, stored] of model.initializers) {
    const numbers = "location" in stored ? readExternal(name, stored, options.external) : stored;
    const weight = isFloat(numbers.dtype) && numbers.shape.length > 0;
    const value = weight ? graph.input(name, numbers.dtype, numbers.shape) : graph.constant(numbers, name);
    if (weight) initializers.set(value, numbers);
    values.set(name, value);
  }
  for (const input of model.inputs)
    if (!values.has(input.name)) {
      const value = declare(graph, input);
      inputs.push(value);
      values.set(input.name, value);
    }
  const lookUp = (name: string): Value => {
    const value = values.get(name);
    if (value === undefined) throw errors.unreadableOnnx(`the value '${name}' is used before it is computed`);
    return value;
  };
  for (const node of model.nodes) {
    const outputs =
      node.operator === "Constant"
        ? [graph.constant(constantOf(node), node.outputs[0])]
        : apply(graph, node, model.opset, lookUp);
    node.outputs.forEach((name, i) => {
      if (name === "" || outputs[i] === undefined) return;
      if (values.has(name)) throw errors.unreadableOnnx(`the value '${name}' is computed twice`);
      checkSizes(outputs[i]);
      values.set(name, outputs[i]);
    });
  }
  return {
    graph,
    inputs,
    outputs: model.outputs.map((output) => lookUp(output.name)),
    initializers,
    opset: model.opset,
  };
}

/** Sizes whose description is longer than that belong to a graph that nobody made to be run. */
const LONGEST_SIZE = 10_000;

/** A value of that many numbers needs more memory than a machine has. */
const MOST_NUMBERS = 2 ** 38;

function checkSizes({ name, shape }: Value): void {
  const known = shape.filter((size) => typeof size === "number");
  const described = shape.every((size) => typeof size === "number" || size.length <= LONGEST_SIZE);
  if (shape.length > MOST_AXES || !described || !(sizeOf(known) <= MOST_NUMBERS))
    throw errors.unreadableOnnx(`the value '${name}' has ${shape.length} axes, or sizes that no network has`);
}

function declare(graph: Graph, { name, dtype, shape }: ModelValue): Value {
  if (dtype === undefined)
    throw errors.unreadableOnnx(`the input '${name}' is no tensor of a supported type`);
  return graph.input(
    name,
    dtype,
    shape.map((size, axis) => size ?? `${name}_${axis}`),
  );
}

function apply(graph: Graph, node: ModelNode, opset: number, lookUp: (name: string) => Value): Value[] {
  const inputs = node.inputs.map((name) => (name === "" ? undefined : lookUp(name)));
  const now = modernize(graph, node, inputs, opset);
  const name =
    node.domain === "" || node.domain === "ai.onnx" ? node.operator : `${node.domain}.${node.operator}`;
  return graph.apply(name, now.inputs, now.attributes, { names: node.outputs });
}

function constantOf({ attributes, outputs }: ModelNode): Tensor {
  const [kind, value] = Object.entries(attributes).at(0) ?? ["none", ""];
  if (typeof value === "object" && "dtype" in value) return value;
  if (typeof value === "number") return tensor("int64", [], [value]);
  if (typeof value === "object" && "float" in value) return tensor("float32", [], [value.float]);
  if (typeof value === "object" && "floats" in value)
    return tensor("float32", [value.floats.length], value.floats);
  if (kind === "value_ints") return tensor("int64", [(value as number[]).length], value as number[]);
  throw errors.unreadableOnnx(
    `the constant '${outputs[0]}' has a value of the kind '${kind}', which is not supported`,
  );
}
