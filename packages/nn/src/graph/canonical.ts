import type { ProgramSpec } from "../runtimes/runtime";
import { Graph } from "./graph";
import type { Tensor } from "./tensor";
import type { Attribute, Node, Value } from "./value";

/** A program under names that only depend on its structure, so that equal ones can be recognized. */
export interface CanonicalProgram {
  /** Equal for programs that compute the same from inputs of the same types. */
  readonly key: string;
  readonly spec: ProgramSpec;
  /** Own name -> name in the program it was made of. */
  readonly inputs: ReadonlyMap<string, string>;
  readonly outputs: ReadonlyMap<string, string>;
}

/** Constants up to this size are compared by their numbers; larger ones are taken to be different. */
const MAX_CONSTANT = 4096;

let others = 0;

/** Writes a program anew, its nodes in an order that follows from its outputs alone. */
export function canonicalProgram(spec: ProgramSpec): CanonicalProgram {
  const graph = new Graph({ operators: spec.graph.operators });
  const given = new Set(spec.inputs);
  const copies = new Map<Value, Value>();
  const names = new Map<Value, string>();
  const inputs = new Map<string, string>();
  const lines: string[] = [];
  const name = (value: Value | undefined) => (value === undefined ? "" : (names.get(value) as string));

  const addInput = (value: Value) => {
    const own = `i${inputs.size}`;
    inputs.set(own, value.name);
    names.set(value, own);
    copies.set(value, graph.input(own, value.dtype, value.shape));
    lines.push(`${own} ${value.dtype}[${value.shape.join()}]`);
  };
  const addConstant = (value: Value) => {
    const own = `c${copies.size}`;
    names.set(value, own);
    copies.set(value, graph.constant(value.constant as Tensor));
    lines.push(`${own}=${textOf(value.constant as Tensor)}`);
  };
  const addNode = (node: Node) => {
    const made = graph.apply(
      node.operator,
      node.inputs.map((input) => input && copies.get(input)),
      node.attributes,
      { shapes: node.outputs.map((output) => output.shape) },
    );
    const read = node.inputs.map(name).join();
    node.outputs.forEach((output, i) => {
      // A given value keeps its feed even where a node of the program computes it beside others.
      if (copies.has(output)) return;
      copies.set(output, made[i]);
      names.set(output, `v${copies.size}`);
    });
    const attributes = Object.entries(node.attributes).map(
      ([key, value]) => `${key}=${attributeText(value)}`,
    );
    lines.push(`${node.outputs.map(name).join()}=${node.operator}(${read}){${attributes.join()}}`);
  };

  const done = new Set<Node>();
  const visit = (outputs: readonly Value[]) => {
    // Depth first without recursion: graphs are thousands of nodes deep.
    const open = [...outputs].reverse();
    for (let value = open.at(-1); value !== undefined; value = open.at(-1)) {
      if (copies.has(value)) open.pop();
      else if (given.has(value)) addInput(value);
      else if (value.node === undefined) addConstant(value);
      else if (done.has(value.node)) open.pop();
      else {
        const waiting = value.node.inputs.filter((input) => input !== undefined && !copies.has(input));
        if (waiting.length > 0) open.push(...(waiting.reverse() as Value[]));
        else {
          done.add(value.node);
          addNode(value.node);
        }
      }
    }
  };
  visit(spec.outputs);
  const outputs = new Map(
    spec.outputs.map((value) => [(copies.get(value) as Value).name, value.name] as const),
  );
  lines.push(spec.outputs.map(name).join());
  return {
    key: lines.join("\n"),
    inputs,
    outputs,
    spec: {
      graph,
      inputs: graph.inputs,
      outputs: spec.outputs.map((value) => copies.get(value) as Value),
      name: spec.name,
      lean: spec.lean,
    },
  };
}

function attributeText(value: Attribute): string {
  return typeof value === "object" && "dtype" in value ? textOf(value) : JSON.stringify(value);
}

function textOf({ dtype, shape, data }: Tensor): string {
  const numbers = data.length > MAX_CONSTANT ? `other ${others++}` : Array.from(data, String).join();
  return `${dtype}[${shape.join()}]${numbers}`;
}
