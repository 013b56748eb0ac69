import { isPackedArray, unpackArray, unpackMsgpack } from "@x/core/spi";
import { errors } from "../errors";
import { Param } from "../model/param";
import type { Model } from "../model/model";
import { compareNodes } from "./compare-nodes";
import { StoredAttr } from "./stored-attr";
import type { StoredNode } from "./stored-node";

/**
 * Reads thinc's `Model.to_bytes` into a network of the same structure.
 *
 * Nothing is changed unless everything fits.
 *
 * @param options `check` (default false): only say whether the bytes would load
 */
export function readModel(
  model: Model,
  bytes: Uint8Array,
  options: { readonly check?: boolean } = {},
): boolean {
  const nodes = [...model.walk()];
  const stored = readNodes(bytes);
  const table = compareNodes(nodes, stored);
  if (options.check === true) return table === undefined;
  if (table !== undefined) throw errors.weightsDoNotFit(table);
  // Shims check their bytes themselves: before anything else changes.
  stored.forEach((from, i) => from.shims.forEach((shim, j) => nodes[i].shims[j].fromBytes(shim)));
  stored.forEach((from, i) => {
    const node = nodes[i];
    node.name = from.name;
    for (const [name, size] of from.dims) if (size !== null) node.dims.set(name, size);
    for (const [name, ref] of from.refs) node.setRef(name, ref === null ? null : nodes[ref]);
    for (const [name, value] of from.attrs) node.attrs.set(name, value);
    for (const [name, param] of from.params) node.setParam(name, param);
  });
  return true;
}

/** The nodes in thinc's bytes; throws NN412 where they are something else. */
export function readNodes(bytes: Uint8Array): StoredNode[] {
  const message = unpackMsgpack(bytes, { maps: true });
  const part = (name: string): unknown[] => {
    const list = message instanceof Map ? message.get(name) : undefined;
    if (!Array.isArray(list)) throw errors.notANetwork(`they have no list '${name}'`);
    return list;
  };
  const [nodes, attrs, params] = [part("nodes"), part("attrs"), part("params")];
  const shims = message instanceof Map && message.has("shims") ? part("shims") : nodes.map(() => []);
  if (attrs.length !== nodes.length || params.length !== nodes.length)
    throw errors.notANetwork(
      `${nodes.length} nodes, ${attrs.length} attributes, ${params.length} parameters`,
    );
  return nodes.map((node, i) => {
    const info = asMap<unknown>(node, `node ${i}`);
    return {
      name: String(info.get("name")),
      dims: asMap<number | null>(info.get("dims"), `dims of node ${i}`),
      refs: asMap<number | null>(info.get("refs"), `refs of node ${i}`),
      attrs: new Map(
        [...asMap<unknown>(attrs[i], `attrs of node ${i}`)].map(([name, value]) => [name, readAttr(value)]),
      ),
      params: new Map(
        [...asMap<unknown>(params[i], `params of node ${i}`)].map(([name, value]) => [
          name,
          readParam(value),
        ]),
      ),
      shims: asShims(shims[i], `shims of node ${i}`),
    };
  });
}

function asMap<V>(value: unknown, what: string): Map<string, V> {
  if (!(value instanceof Map)) throw errors.notANetwork(`${what} is no map`);
  return value as Map<string, V>;
}

function asShims(value: unknown, what: string): Uint8Array[] {
  if (!Array.isArray(value) || !value.every((shim) => shim instanceof Uint8Array))
    throw errors.notANetwork(`${what} are no list of bytes`);
  return value;
}

function readAttr(value: unknown): unknown {
  if (!(value instanceof Uint8Array)) return value;
  if (value.length === 0) return null;
  try {
    return unpackMsgpack(value);
  } catch {
    // A class of another library: bytes in a form of its own.
    return new StoredAttr(value);
  }
}

function readParam(value: unknown): Param | null {
  if (value === null) return null;
  if (!isPackedArray(value)) throw errors.notANetwork("a parameter is no array");
  const { shape, data } = unpackArray(value);
  return new Param(
    shape,
    data instanceof Float32Array ? data : Float32Array.from(data as Float64Array, Number),
  );
}
