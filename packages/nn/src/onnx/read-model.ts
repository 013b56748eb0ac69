import { isXError } from "@x/core";
import { PbfReader } from "pbf";
import { errors } from "../errors";
import type { Dim } from "../graph/dims";
import { allocate, sizeOf, tensor, viewOf, type DType, type Tensor } from "../graph/tensor";
import { MOST_AXES } from "../graph/shapes";
import type { Attribute } from "../graph/value";
import { attributeTypes, fields } from "./schema";
import { dtypeOfCode } from "./types";

export interface ModelNode {
  readonly inputs: string[];
  readonly outputs: string[];
  operator: string;
  domain: string;
  readonly attributes: Record<string, Attribute>;
}

export interface ModelValue {
  name: string;
  dtype: DType | undefined;
  readonly shape: (Dim | undefined)[];
}

/** A tensor whose numbers lie in another file. */
export interface ExternalTensor {
  readonly dtype: DType;
  readonly dims: readonly number[];
  readonly location: string;
  readonly offset: number;
  /** Bytes; undefined: as many as the shape needs. */
  readonly length: number | undefined;
}

/** The parts of a ModelProto that a graph is made of. */
export interface ModelFile {
  opset: number;
  readonly nodes: ModelNode[];
  readonly initializers: Map<string, Tensor | ExternalTensor>;
  readonly inputs: ModelValue[];
  readonly outputs: ModelValue[];
}

/** Reads the protobuf messages of an ONNX file. Throws NN205. */
export function readModel(bytes: Uint8Array): ModelFile {
  const model: ModelFile = { opset: 0, nodes: [], initializers: new Map(), inputs: [], outputs: [] };
  if (!isWhole(bytes)) throw errors.unreadableOnnx("its bytes are no protobuf message, or are cut off");
  try {
    new PbfReader(bytes).readFields(readField, model);
  } catch (cause) {
    if (isXError(cause)) throw cause;
    // What the reader of protobuf says of damaged bytes, or an array of what was read as numbers.
    const failure = errors.unreadableOnnx(`its bytes do not hold together (${(cause as Error).message})`);
    failure.cause = cause;
    throw failure;
  }
  if (model.opset === 0) throw errors.unreadableOnnx("it names no operator set; is it an ONNX file?");
  return model;
}

/** Whether the fields of a message end exactly where it ends. */
function isWhole(bytes: Uint8Array): boolean {
  let at = 0;
  const varint = () => {
    let value = 0;
    for (let shift = 0; at < bytes.length && shift < 70; shift += 7) {
      const byte = bytes[at++];
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) return value;
    }
    return Infinity;
  };
  while (at < bytes.length) {
    const wire = varint() % 8;
    if (wire === 0) {
      if (varint() === Infinity) return false;
    } else if (wire === 2) {
      const length = varint();
      at += length;
    } else if (wire === 1) at += 8;
    else if (wire === 5) at += 4;
    else return false;
  }
  return at === bytes.length;
}

function readField(tag: number, model: ModelFile, from: PbfReader): void {
  if (tag === fields.model.graph) from.readMessage(readGraph, model);
  else if (tag === fields.model.opsetImport) {
    const opset = from.readMessage(readOpset, { domain: "", version: 0 });
    if (opset.domain === "" || opset.domain === "ai.onnx") model.opset = opset.version;
  }
}

function readOpset(tag: number, opset: { domain: string; version: number }, from: PbfReader): void {
  if (tag === fields.opset.domain) opset.domain = from.readString();
  else if (tag === fields.opset.version) opset.version = from.readVarint();
}

function readGraph(tag: number, model: ModelFile, from: PbfReader): void {
  const { graph } = fields;
  if (tag === graph.node)
    model.nodes.push(
      from.readMessage(readNode, { inputs: [], outputs: [], operator: "", domain: "", attributes: {} }),
    );
  else if (tag === graph.initializer) {
    const { name, value } = readTensor(from);
    model.initializers.set(name, value);
  } else if (tag === graph.input || tag === graph.output) {
    const value = from.readMessage(readValueInfo, { name: "", dtype: undefined, shape: [] });
    checkShape(`the value '${value.name}'`, value.shape);
    (tag === graph.input ? model.inputs : model.outputs).push(value);
  }
}

function readNode(tag: number, node: ModelNode, from: PbfReader): void {
  const { node: field } = fields;
  if (tag === field.input) node.inputs.push(from.readString());
  else if (tag === field.output) node.outputs.push(from.readString());
  else if (tag === field.operator) node.operator = from.readString();
  else if (tag === field.domain) node.domain = from.readString();
  else if (tag === field.attribute) {
    const read = from.readMessage(readAttribute, { name: "", type: 0, ints: [], floats: [], strings: [] });
    const value = attributeValue(read);
    if (value === undefined)
      throw errors.unreadableOnnx(
        `attribute '${read.name}' has a type (${read.type}) that is not supported, such as a subgraph`,
      );
    node.attributes[read.name] = value;
  }
}

interface RawAttribute {
  name: string;
  type: number;
  int?: number;
  float?: number;
  string?: string;
  tensor?: Tensor;
  ints: number[];
  floats: number[];
  strings: string[];
}

function readAttribute(tag: number, attribute: RawAttribute, from: PbfReader): void {
  const { attribute: field } = fields;
  if (tag === field.name) attribute.name = from.readString();
  else if (tag === field.type) attribute.type = from.readVarint();
  else if (tag === field.int) attribute.int = from.readVarint(true);
  else if (tag === field.float) attribute.float = from.readFloat();
  else if (tag === field.string) attribute.string = from.readString();
  else if (tag === field.tensor) {
    const { name, value } = readTensor(from);
    if ("location" in value) throw errors.unreadableOnnx(`the attribute '${name}' lies in an external file`);
    attribute.tensor = value;
  } else if (tag === field.ints) from.readPackedVarint(attribute.ints, true);
  else if (tag === field.floats) from.readPackedFloat(attribute.floats);
  else if (tag === field.strings) attribute.strings.push(from.readString());
}

function attributeValue(attribute: RawAttribute): Attribute | undefined {
  switch (attribute.type) {
    case attributeTypes.int:
      return attribute.int ?? 0;
    case attributeTypes.float:
      return { float: attribute.float ?? 0 };
    case attributeTypes.string:
      return attribute.string ?? "";
    case attributeTypes.tensor:
      return attribute.tensor;
    case attributeTypes.ints:
      return attribute.ints;
    case attributeTypes.floats:
      return { floats: attribute.floats };
    case attributeTypes.strings:
      return attribute.strings;
    default:
      return undefined;
  }
}

interface RawTensor {
  name: string;
  code: number;
  location: number;
  raw?: Uint8Array;
  readonly dims: number[];
  readonly numbers: number[];
  readonly external: Map<string, string>;
}

function readTensor(from: PbfReader): { name: string; value: Tensor | ExternalTensor } {
  const start: RawTensor = { name: "", code: 0, location: 0, dims: [], numbers: [], external: new Map() };
  const { name, code, location, raw, dims, numbers, external } = from.readMessage(readTensorField, start);
  const dtype = dtypeOfCode(code);
  if (dtype === undefined)
    throw errors.unreadableOnnx(`tensor '${name}' has the element type ${code}, which is not supported`);
  checkShape(`tensor '${name}'`, dims);
  if (location !== 0) {
    const length = external.get("length");
    const place = {
      offset: Number(external.get("offset") ?? 0),
      length: length === undefined ? length : Number(length),
    };
    return { name, value: { dtype, dims, location: external.get("location") ?? "", ...place } };
  }
  if (raw === undefined)
    return { name, value: tensor(dtype, dims, dtype === "int64" ? numbers.map(largestInt64) : numbers) };
  const size = sizeOf(dims);
  const { BYTES_PER_ELEMENT: width } = allocate(dtype, 0);
  if (raw.byteLength !== size * width)
    throw errors.wrongTensorSize(name, dtype, dims.join(", "), raw.byteLength / width, size);
  // Copied: the bytes need not lie where the elements' size asks for.
  const copy = raw.slice().buffer;
  return { name, value: tensor(dtype, dims, viewOf(dtype, copy, { byteOffset: 0, length: size })) };
}

/** The largest integer of 64 bits, which graphs use for "to the end", is read as a double that lies above it. */
function largestInt64(value: number): number | bigint {
  return value === 2 ** 63 ? 2n ** 63n - 1n : value;
}

/** The longest symbol for a size. */
const LONGEST_SYMBOL = 1000;

/** Refuses sizes that nothing has: what is made of shapes, here and in the runtime, takes as long as they are large. */
function checkShape(what: string, shape: readonly (Dim | undefined)[]): void {
  const fits = (size: Dim | undefined) =>
    typeof size === "number"
      ? Number.isSafeInteger(size) && size >= 0 && size < 2 ** 31
      : size === undefined || size.length <= LONGEST_SYMBOL;
  if (shape.length > MOST_AXES) throw errors.unreadableOnnx(`${what} has ${shape.length} axes`);
  if (!shape.every(fits))
    throw errors.unreadableOnnx(`${what} has the shape [${shape.join(", ").slice(0, 200)}]`);
}

function readTensorField(tag: number, tensorProto: RawTensor, from: PbfReader): void {
  const { tensor: field } = fields;
  if (tag === field.dims) from.readPackedVarint(tensorProto.dims, true);
  else if (tag === field.dataType) tensorProto.code = from.readVarint();
  else if (tag === field.name) tensorProto.name = from.readString();
  else if (tag === field.rawData) tensorProto.raw = from.readBytes();
  else if (tag === field.floatData) from.readPackedFloat(tensorProto.numbers);
  else if (tag === field.doubleData) from.readPackedDouble(tensorProto.numbers);
  else if (tag === field.int32Data || tag === field.int64Data)
    from.readPackedVarint(tensorProto.numbers, true);
  else if (tag === field.externalData) {
    const entry = from.readMessage(readEntry, { key: "", value: "" });
    tensorProto.external.set(entry.key, entry.value);
  } else if (tag === field.dataLocation) tensorProto.location = from.readVarint();
}

function readEntry(tag: number, entry: { key: string; value: string }, from: PbfReader): void {
  if (tag === fields.entry.key) entry.key = from.readString();
  else if (tag === fields.entry.value) entry.value = from.readString();
}

function readValueInfo(tag: number, value: ModelValue, from: PbfReader): void {
  if (tag === fields.valueInfo.name) value.name = from.readString();
  else if (tag === fields.valueInfo.type)
    from.readMessage((typeTag, target, inner) => {
      if (typeTag === fields.type.tensor) inner.readMessage(readTensorType, target);
    }, value);
}

function readTensorType(tag: number, value: ModelValue, from: PbfReader): void {
  if (tag === fields.tensorType.elementType) value.dtype = dtypeOfCode(from.readVarint());
  else if (tag === fields.tensorType.shape)
    from.readMessage((shapeTag, target, inner) => {
      if (shapeTag !== fields.shape.dim) return;
      const dim = inner.readMessage(readDim, { size: undefined as Dim | undefined });
      target.shape.push(dim.size);
    }, value);
}

function readDim(tag: number, dim: { size: Dim | undefined }, from: PbfReader): void {
  if (tag === fields.dim.value) dim.size = from.readVarint(true);
  else if (tag === fields.dim.parameter) dim.size = from.readString();
}
