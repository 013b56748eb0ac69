import { PbfWriter } from "pbf";
import { planProgram, type Plan } from "../graph/plan";
import type { Dim } from "../graph/dims";
import type { DType, Tensor } from "../graph/tensor";
import type { Attribute, Node, Value } from "../graph/value";
import type { ProgramSpec } from "../runtimes/runtime";
import { attributeTypes, fields } from "./schema";
import { codeOfDtype } from "./types";

/** The version of the operator set that graphs are written in, and of the file format. */
export const OPSET = 20;
const IR_VERSION = 9;

/**
 * Writes a program as an ONNX model. Operators of our own are written in ONNX's.
 *
 * @param options `names`: other names for inputs and outputs, by the names of the values; default: values keep theirs
 */
export function encodeOnnx(
  spec: ProgramSpec,
  options: { readonly names?: ReadonlyMap<string, string> } = {},
): Uint8Array {
  return encodePlan(planOnnx(spec), spec.name ?? "program", options);
}

/** How a node is written: an operator of a runtime's own domain instead of ONNX's. */
export interface OwnOperator {
  readonly domain: string;
  readonly operator: string;
  readonly attributes: Node["attributes"];
}

/** Options of `encodePlan`. */
export interface EncodeOptions {
  /** Other names for inputs and outputs, by the names of the values; default: values keep theirs. */
  readonly names?: ReadonlyMap<string, string>;
  /** For the runtime that the model is written for: its own operator for a node; default: ONNX's alone. */
  readonly own?: { readonly domain: string; of(node: Node): OwnOperator | undefined };
}

/** The program in ONNX operators only. */
export function planOnnx(spec: ProgramSpec): Plan {
  return planProgram(spec, (operator) => operator.lower !== undefined);
}

export function encodePlan(source: Plan, name: string, { names, own }: EncodeOptions = {}): Uint8Array {
  const plan = names === undefined ? source : renamePlan(source, names);
  const writer = new PbfWriter();
  const { model } = fields;
  writer.writeVarintField(model.irVersion, IR_VERSION);
  writer.writeStringField(model.producer, "x");
  writer.writeMessage(model.graph, (graphPlan, out) => writeGraph(graphPlan, { name, own }, out), plan);
  const domains: [domain: string, version: number][] = [["", OPSET]];
  if (own !== undefined) domains.push([own.domain, 1]);
  for (const imported of domains)
    writer.writeMessage(
      model.opsetImport,
      ([domain, version], out) => {
        out.writeStringField(fields.opset.domain, domain);
        out.writeVarintField(fields.opset.version, version);
      },
      imported,
    );
  return writer.finish();
}

interface NamedPlan extends Plan {
  /** Names of the inputs, where they are not those of the values. */
  readonly inputNames?: ReadonlyMap<Value, string>;
}

function renamePlan(plan: Plan, names: ReadonlyMap<string, string>): NamedPlan {
  return {
    ...plan,
    inputNames: new Map(plan.inputs.map((input) => [input, names.get(input.name) ?? input.name])),
    outputs: plan.outputs.map(({ name, value }) => ({ name: names.get(name) ?? name, value })),
  };
}

const inputName = ({ inputNames }: NamedPlan, input: Value) => inputNames?.get(input) ?? input.name;

function writeGraph(
  plan: NamedPlan,
  { name, own }: Pick<EncodeOptions, "own"> & { readonly name: string },
  out: PbfWriter,
): void {
  const { graph } = fields;
  const { nodes } = plan.graph;
  const names = nameValues(plan);
  const used = new Set([...nodes.flatMap((node) => node.inputs), ...plan.outputs.map(({ value }) => value)]);
  for (const node of nodes) {
    const { requiredOutputs = Infinity } = plan.graph.operators.get(node.operator);
    const outputs = node.outputs.map((output, i) =>
      i < requiredOutputs || used.has(output) ? names.of(output) : "",
    );
    while (outputs.at(-1) === "") outputs.pop();
    const inputs = node.inputs.map((input) => input && names.of(input));
    out.writeMessage(graph.node, writeNode, {
      operator: node.operator,
      attributes: node.attributes,
      ...own?.of(node),
      inputs,
      outputs,
    });
  }
  for (const { name: output, value } of plan.outputs)
    if (names.of(value) !== output) {
      const identity = { operator: "Identity", inputs: [names.of(value)], outputs: [output], attributes: {} };
      out.writeMessage(graph.node, writeNode, identity);
    }
  out.writeStringField(graph.name, name);
  for (const value of used)
    if (value?.constant !== undefined)
      out.writeMessage(
        graph.initializer,
        (item, to) => writeTensor(item, to, names.of(value)),
        value.constant,
      );
  for (const input of plan.inputs)
    out.writeMessage(graph.input, (item, to) => writeValueInfo(item, inputName(plan, input), to), input);
  for (const { name: output, value } of plan.outputs)
    out.writeMessage(graph.output, (item, to) => writeValueInfo(item, output, to), value);
}

/** Names for all values: inputs and computed outputs keep theirs, what is only inside gives way. */
function nameValues(plan: NamedPlan): { of(value: Value): string } {
  const names = new Map<Value, string>(plan.inputs.map((input) => [input, inputName(plan, input)]));
  const taken = new Set([...names.values(), ...plan.outputs.map(({ name }) => name)]);
  for (const { name, value } of plan.outputs)
    if (value.node !== undefined && !names.has(value)) names.set(value, name);
  return {
    of(value) {
      let name = names.get(value);
      if (name !== undefined) return name;
      for (name = value.name; taken.has(name);) name += "_";
      taken.add(name);
      names.set(value, name);
      return name;
    },
  };
}

function writeNode(
  node: Pick<Node, "operator" | "attributes"> & {
    readonly domain?: string;
    readonly inputs: readonly (string | undefined)[];
    readonly outputs: readonly string[];
  },
  out: PbfWriter,
): void {
  const { node: field } = fields;
  const last = node.inputs.reduce((end, input, i) => (input === undefined ? end : i + 1), 0);
  for (const input of node.inputs.slice(0, last)) out.writeStringField(field.input, input ?? "");
  for (const output of node.outputs) out.writeStringField(field.output, output);
  out.writeStringField(field.name, node.outputs[0]);
  out.writeStringField(field.operator, node.operator);
  if (node.domain !== undefined) out.writeStringField(field.domain, node.domain);
  for (const [name, attribute] of Object.entries(node.attributes))
    out.writeMessage(field.attribute, (item, to) => writeAttribute(name, item, to), attribute);
}

function writeAttribute(name: string, attribute: Attribute, out: PbfWriter): void {
  const { attribute: field } = fields;
  out.writeStringField(field.name, name);
  const type = (code: number) => out.writeVarintField(field.type, code);
  if (typeof attribute === "number") {
    out.writeVarintField(field.int, attribute);
    type(attributeTypes.int);
  } else if (typeof attribute === "string") {
    out.writeStringField(field.string, attribute);
    type(attributeTypes.string);
  } else if ("float" in attribute) {
    out.writeFloatField(field.float, attribute.float);
    type(attributeTypes.float);
  } else if ("floats" in attribute) {
    for (const value of attribute.floats) out.writeFloatField(field.floats, value);
    type(attributeTypes.floats);
  } else if ("dtype" in attribute) {
    out.writeMessage(field.tensor, (item, to) => writeTensor(item, to), attribute);
    type(attributeTypes.tensor);
  } else if (attribute.some((value) => typeof value === "string")) {
    for (const value of attribute) out.writeStringField(field.strings, String(value));
    type(attributeTypes.strings);
  } else {
    for (const value of attribute) out.writeVarintField(field.ints, Number(value));
    type(attributeTypes.ints);
  }
}

function writeTensor(tensor: Tensor, out: PbfWriter, name?: string): void {
  const { tensor: field } = fields;
  for (const size of tensor.shape) out.writeVarintField(field.dims, size);
  out.writeVarintField(field.dataType, codeOfDtype(tensor.dtype));
  if (name !== undefined) out.writeStringField(field.name, name);
  const { data } = tensor;
  out.writeBytesField(field.rawData, new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
}

function writeValueInfo(
  type: { readonly dtype: DType; readonly shape: readonly Dim[] },
  name: string,
  out: PbfWriter,
): void {
  out.writeStringField(fields.valueInfo.name, name);
  out.writeMessage(
    fields.valueInfo.type,
    (typed, to) => {
      to.writeMessage(
        fields.type.tensor,
        (item, tensor) => {
          tensor.writeVarintField(fields.tensorType.elementType, codeOfDtype(item.dtype));
          tensor.writeMessage(fields.tensorType.shape, writeShape, item.shape);
        },
        typed,
      );
    },
    type,
  );
}

function writeShape(shape: readonly Dim[], out: PbfWriter): void {
  for (const dim of shape)
    out.writeMessage(
      fields.shape.dim,
      (size, to) => {
        if (typeof size === "number") to.writeVarintField(fields.dim.value, size);
        // What is not a plain name is left open: the model's readers only know names.
        else if (/^\w+$/.test(size)) to.writeStringField(fields.dim.parameter, size);
      },
      dim,
    );
}
