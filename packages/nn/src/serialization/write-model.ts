import { Float, packArray, packMsgpack } from "@x/core/spi";
import { errors } from "../errors";
import type { Model } from "../model/model";
import { StoredAttr } from "./stored-attr";

/** Attributes that Python keeps as floats, also where they are integral. */
const floatAttrs = new Set([
  "dropout_rate",
  "softmax_temperature",
  "slope",
  "offset",
  "min_val",
  "max_val",
  "grad_factor",
  "flush_cache_chance",
]);

/** thinc's `Model.to_bytes`: nodes breadth first with dims and references, attributes as msgpack in msgpack, parameters. */
export function writeModel(model: Model): Uint8Array {
  const nodes = [...model.walk()];
  const numbers = new Map(nodes.map((node, index) => [node, index]));
  return packMsgpack({
    nodes: nodes.map((node, index) => ({
      index,
      name: node.name,
      dims: Object.fromEntries(node.dims),
      refs: Object.fromEntries(
        [...node.refs].map(([name, ref]) => [name, numberOf(numbers, node, name, ref)]),
      ),
    })),
    attrs: nodes.map((node) =>
      Object.fromEntries(
        [...node.attrs]
          .filter(([, value]) => isPlain(value))
          .map(([name, value]) => [name, packAttr(name, value)]),
      ),
    ),
    params: nodes.map((node) =>
      Object.fromEntries(
        [...node.params].map(([name, param]) => [
          name,
          param &&
            packArray({
              dtype: "float32",
              shape: param.shape,
              data: param.data,
            }),
        ]),
      ),
    ),
    shims: nodes.map((node) => node.shims.map((shim) => shim.toBytes())),
  });
}

function numberOf(
  numbers: ReadonlyMap<Model, number>,
  node: Model,
  name: string,
  ref: Model | null,
): number | null {
  if (ref === null) return null;
  const number = numbers.get(ref);
  if (number === undefined) throw errors.refOutsideNetwork(name, node.name);
  return number;
}

function packAttr(name: string, value: unknown): Uint8Array {
  if (value instanceof StoredAttr) return value.bytes;
  return packMsgpack(typeof value === "number" && floatAttrs.has(name) ? new Float(value) : value);
}

/** What msgpack can hold; thinc leaves out the rest without a word, such as functions and sets. */
function isPlain(value: unknown): boolean {
  if (value === null || ["number", "string", "boolean", "bigint"].includes(typeof value)) return true;
  if (value instanceof Uint8Array || value instanceof StoredAttr) return true;
  if (Array.isArray(value)) return value.every(isPlain);
  if (value instanceof Map) return [...value].every(([key, item]) => isPlain(key) && isPlain(item));
  if (typeof value !== "object" || value === null || Object.getPrototypeOf(value) !== Object.prototype)
    return false;
  return Object.values(value).every(isPlain);
}
