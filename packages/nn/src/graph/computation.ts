import { errors } from "../errors";
import type { Dim } from "./dims";
import type { OperatorRegistry } from "./operator-registry";
import { isFloat, tensor, type DType, type Tensor } from "./tensor";
import type { Attributes, Gradient, Node, Value, ValueType } from "./value";

/** Values with a gradient of their own: what is computed between them is not differentiated. */
export interface GradientScope {
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
  backward(dOutputs: readonly (Value | undefined)[]): readonly (Gradient | undefined)[];
}

/** A step of the forward computation as differentiation sees it. */
export type Step = Node | GradientScope;

/** Whether a value carries the scope that a layer is built in. */
export function isScope(step: Step): step is GradientScope {
  return "backward" in step;
}

/** How many values of an integer constant inference looks at. */
const MAX_CONTENTS = 64;

/** What a graph is but for the operators that it knows by itself, which are written in it. */
export class Computation {
  readonly operators: OperatorRegistry;
  readonly nodes: Node[] = [];
  readonly inputs: Value[] = [];
  /** What `differentiate` walks: nodes outside custom scopes, and the scopes. */
  readonly steps: Step[] = [];
  readonly #constants = new Map<string, Value>();
  readonly #names = new Set<string>();
  /** Shapes, indices and conditions have no gradient: equal ones are one node, in any scope. */
  readonly #integerNodes = new Map<string, Node>();
  #ids = 0;
  #depth = 0;

  /** @param operators the registry to look operators up in */
  constructor(operators: OperatorRegistry) {
    this.operators = operators;
  }

  /** Declares a value that is fed: data, or a parameter. Throws NN103 where the name is taken. */
  input(name: string, dtype: DType, shape: readonly Dim[]): Value {
    if (this.#names.has(name)) throw errors.inputExists(name);
    const value = this.#value({ dtype, shape }, name, {});
    this.inputs.push(value);
    return value;
  }

  /** A constant; equal ones of up to 64 values are one value. */
  constant(constant: Tensor, name?: string): Value {
    const { dtype, shape, data } = constant;
    const small = data.length <= MAX_CONTENTS;
    const key =
      small && name === undefined ? `${dtype}[${shape}]${Array.from(data, text).join()}` : undefined;
    const known = key === undefined ? undefined : this.#constants.get(key);
    if (known !== undefined) return known;
    const integers = dtype === "int64" || dtype === "int32";
    const contents = small && integers && shape.length <= 1 ? Array.from(data, Number) : undefined;
    const value = this.#value({ dtype, shape, contents }, name, { constant });
    if (key !== undefined) this.#constants.set(key, value);
    return value;
  }

  /** A constant vector of int64, as axes, sizes and shapes are given to operators. */
  ints(values: readonly number[]): Value {
    return this.constant(tensor("int64", [values.length], values));
  }

  scalar(value: number, dtype: DType = "float32"): Value {
    return this.constant(tensor(dtype, [], [value]));
  }

  /**
   * Appends a node.
   *
   * @param options `names`: names of the outputs, in order; default: made from the operator's name. `shapes`: what the caller
   * knows better of the outputs' shapes than inference does.
   */
  apply(
    operator: string,
    inputs: readonly (Value | undefined)[],
    attributes: Attributes = {},
    options: {
      readonly names?: readonly string[];
      readonly shapes?: readonly (readonly Dim[] | undefined)[];
    } = {},
  ): Value[] {
    for (const input of inputs)
      if (input !== undefined && input.graph !== this) throw errors.foreignValue(input.name);
    const key = options.names === undefined ? nodeKey(operator, inputs, attributes) : undefined;
    const same = key === undefined ? undefined : this.#integerNodes.get(key);
    if (same !== undefined && options.shapes === undefined) return [...same.outputs];
    const types = this.operators.get(operator).infer(inputs, attributes);
    const outputs: Value[] = [];
    const node: Node = { id: this.nodes.length, operator, inputs: [...inputs], outputs, attributes };
    types.forEach((type, i) => {
      const shape = options.shapes?.[i] ?? type.shape;
      outputs.push(this.#value({ ...type, shape }, options.names?.[i], { node }));
    });
    this.nodes.push(node);
    if (key !== undefined && !outputs.some((output) => isFloat(output.dtype)))
      this.#integerNodes.set(key, node);
    if (this.#depth === 0) this.steps.push(node);
    return outputs;
  }

  /** Runs `build`, whose nodes are one step of differentiation with the gradient `backward`. See `withGradient`. */
  scope(
    inputs: readonly Value[],
    build: () => readonly Value[],
    backward: GradientScope["backward"],
  ): Value[] {
    const first = this.nodes.length;
    this.#depth++;
    let outputs: Value[];
    try {
      // A value that the scope only hands through would be input and output at once: give it a node of its own.
      outputs = build().map((value) =>
        value.node !== undefined && value.node.id >= first ? value : this.apply("Identity", [value])[0],
      );
    } finally {
      this.#depth--;
    }
    if (this.#depth === 0) this.steps.push({ inputs: [...inputs], outputs, backward });
    return outputs;
  }

  #value(type: ValueType, name: string | undefined, origin: { node?: Node; constant?: Tensor }): Value {
    const id = this.#ids++;
    const value: Value = {
      graph: this,
      id,
      name: this.#name(name, origin.node?.operator ?? (origin.constant ? "constant" : "input"), id),
      dtype: type.dtype,
      shape: [...type.shape],
      contents: type.contents,
      ...origin,
    };
    return value;
  }

  #name(wanted: string | undefined, stem: string, id: number): string {
    let name = wanted === undefined || wanted === "" ? `${stem}_${id}` : wanted;
    while (this.#names.has(name)) name += "_";
    this.#names.add(name);
    return name;
  }
}

const text = (value: number | bigint) => (Object.is(value, -0) ? "-0" : String(value));

/** Names a computation by operator, inputs and attributes; undefined where an attribute is a tensor. */
function nodeKey(
  operator: string,
  inputs: readonly (Value | undefined)[],
  attributes: Attributes,
): string | undefined {
  if (Object.values(attributes).some((value) => typeof value === "object" && "dtype" in value))
    return undefined;
  return `${operator}(${inputs.map((input) => input?.id ?? "").join(",")})${JSON.stringify(attributes)}`;
}
