import type { Graph } from "../graph/graph";
import { floatAttribute, intsAttribute } from "../graph/shapes";
import type { Attributes, Value } from "../graph/value";
import type { ModelNode } from "./read-model";

/** Since which operator set an attribute of an operator is an input (its second). */
const becameInput: Readonly<Record<string, { readonly attribute: string; readonly since: number }>> = {
  ReduceSum: { attribute: "axes", since: 13 },
  ReduceMean: { attribute: "axes", since: 18 },
  ReduceMax: { attribute: "axes", since: 18 },
  Squeeze: { attribute: "axes", since: 13 },
  Unsqueeze: { attribute: "axes", since: 13 },
  Split: { attribute: "split", since: 13 },
};

/** A node in the form of the operator set that graphs are written in. */
export function modernize(
  graph: Graph,
  node: ModelNode,
  inputs: readonly (Value | undefined)[],
  opset: number,
): { readonly inputs: readonly (Value | undefined)[]; readonly attributes: Attributes } {
  const change = becameInput[node.operator];
  const { ...attributes } = node.attributes;
  let all = [...inputs];
  if (change !== undefined && opset < change.since) {
    const list = intsAttribute(attributes, change.attribute);
    delete attributes[change.attribute];
    if (list !== undefined) all = [all[0], graph.ints(list)];
  }
  if (node.operator === "Split" && all[1] === undefined) attributes.num_outputs = node.outputs.length;
  if (node.operator === "Clip" && opset < 11) {
    const bound = (name: string, otherwise: number) =>
      graph.scalar(floatAttribute(attributes, name, otherwise));
    all = [all[0], bound("min", -Infinity), bound("max", Infinity)];
    delete attributes.min;
    delete attributes.max;
  }
  return { inputs: all, attributes };
}
