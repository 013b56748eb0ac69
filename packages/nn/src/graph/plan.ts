import { errors } from "../errors";
import type { ProgramSpec } from "../runtimes/runtime";
import { Graph } from "./graph";
import type { Operator } from "./operator";
import type { Node, Value } from "./value";

/** A program by itself: a graph of exactly the nodes it runs. */
export interface Plan {
  readonly graph: Graph;
  readonly inputs: readonly Value[];
  /** The outputs under the names they have in the graph they come from. */
  readonly outputs: readonly { readonly name: string; readonly value: Value }[];
}

/**
 * Cuts a program out of a graph and writes operators that a runtime does not have by their `lower` functions.
 *
 * @param lowers whether the runtime wants an operator lowered.
 */
export function planProgram(spec: ProgramSpec, lowers: (operator: Operator) => boolean): Plan {
  const given = new Set<Value>([...spec.inputs, ...(spec.initializers?.keys() ?? [])]);
  const { nodes, leaves } = neededFor(spec.outputs, given);
  const stranger = leaves.find(
    (leaf) => leaf.node === undefined && leaf.constant === undefined && !given.has(leaf),
  );
  if (stranger !== undefined)
    throw errors.unlistedInput(
      stranger.name,
      spec.inputs.map((value) => value.name),
    );
  let graph = new Graph({ operators: spec.graph.operators });
  let values = new Map<Value, Value>();
  const used = new Set(leaves);
  const inputs: Value[] = [];
  for (const value of spec.inputs)
    if (used.has(value) && spec.initializers?.get(value) === undefined && !values.has(value)) {
      const input = graph.input(value.name, value.dtype, value.shape);
      values.set(value, input);
      inputs.push(input);
    }
  for (const leaf of leaves) {
    const numbers = spec.initializers?.get(leaf) ?? leaf.constant;
    if (!values.has(leaf) && numbers !== undefined)
      values.set(leaf, graph.constant(numbers, leaf.constant ? undefined : leaf.name));
  }
  copyNodes(nodes, graph, values);
  let outputs = [...new Set(spec.outputs)].map((output) => ({
    name: output.name,
    value: values.get(output) as Value,
  }));
  let planInputs = inputs;
  while (graph.nodes.some((node) => lowers(graph.operators.get(node.operator)))) {
    const source = graph;
    graph = new Graph({ operators: source.operators });
    values = new Map();
    planInputs = planInputs.map((input) => {
      const copy = graph.input(input.name, input.dtype, input.shape);
      values.set(input, copy);
      return copy;
    });
    copyNodes(source.nodes, graph, values, lowers);
    outputs = outputs.map(({ name, value }) => ({ name, value: copied(value, graph, values) }));
  }
  return { graph, inputs: planInputs, outputs };
}

/** The nodes that compute some values, in order, and the values they start from. */
export function neededFor(
  outputs: readonly Value[],
  given: ReadonlySet<Value>,
): { readonly nodes: Node[]; readonly leaves: Value[] } {
  const nodes = new Set<Node>();
  const seen = new Set<Value>();
  const leaves: Value[] = [];
  const open = [...outputs].reverse();
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (seen.has(value)) continue;
    seen.add(value);
    if (value.node === undefined || given.has(value)) {
      leaves.push(value);
      continue;
    }
    if (nodes.has(value.node)) continue;
    nodes.add(value.node);
    for (const input of value.node.inputs) if (input !== undefined) open.push(input);
  }
  return { nodes: [...nodes].sort((a, b) => a.id - b.id), leaves };
}

function copied(value: Value, graph: Graph, values: Map<Value, Value>): Value {
  const known = values.get(value);
  if (known !== undefined) return known;
  const copy = graph.constant(value.constant as NonNullable<Value["constant"]>, value.name);
  values.set(value, copy);
  return copy;
}

function copyNodes(
  nodes: readonly Node[],
  graph: Graph,
  values: Map<Value, Value>,
  lowers: (operator: Operator) => boolean = () => false,
): void {
  for (const node of nodes) {
    const operator = graph.operators.get(node.operator);
    const inputs = node.inputs.map((input) => input && copied(input, graph, values));
    const lowered = lowers(operator) ? operator.lower?.(inputs, node.attributes) : undefined;
    const copies =
      lowered ??
      graph.apply(node.operator, inputs, node.attributes, {
        names: node.outputs.map((output) => output.name),
        shapes: node.outputs.map((output) => output.shape),
      });
    // A given value (a residual) keeps its feed even where the program computes its siblings.
    node.outputs.forEach((output, i) => values.has(output) || values.set(output, copies[i]));
  }
}
