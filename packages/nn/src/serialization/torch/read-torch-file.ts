import { readZip } from "@x/core/files";
import { errors } from "../../errors";
import { allocate, type Tensor } from "../../graph/tensor";
import { isTensor } from "../../model/values";
import { CopyBudget } from "./copy-budget";
import { readPickle, GlobalName } from "./pickle-reader";
import { rebuildTensor, type Storage } from "./rebuild-tensor";
import { storageTypes } from "./storage-types";

/** What `torch.save` writes before everything else in its old format: a pickled integer. */
const OLD_MAGIC = [0x80, 0x02, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, 0x2e];

/**
 * Reads what `torch.save` wrote: tensors, dicts (as `Map`), lists and plain data. Nothing in the file is executed.
 *
 * Tensors are views of `bytes` where they lie in order in a file that is not compressed.
 *
 * @param options `name`: the file's name for messages. Throws NN461 (damaged) and NN463 (it holds other Python objects).
 */
export function readTorchValue(bytes: Uint8Array, options: { readonly name?: string } = {}): unknown {
  const { name = "the file" } = options;
  if (OLD_MAGIC.every((byte, i) => bytes[i] === byte)) return readOldFormat(bytes, name);
  // PyTorch checks no checksums either, and on gigabytes of weights they take their time.
  const entries = readZip(bytes, {
    fail: (problem) => errors.unreadableCheckpoint(name, problem),
    verify: false,
  });
  const pickle = [...entries.keys()].find((entry) => /^[^/]*\/?data\.pkl$/.test(entry));
  if (pickle === undefined) throw errors.unreadableCheckpoint(name, "it is a zip archive without data.pkl");
  const folder = pickle.slice(0, -"data.pkl".length);
  const order = entries.get(`${folder}byteorder`)?.read();
  if (order !== undefined && new TextDecoder().decode(order) !== "little")
    throw errors.unreadableCheckpoint(name, "its numbers are big-endian");
  const size = [...entries.values()].reduce((sum, entry) => sum + entry.size, 0);
  const budget = new CopyBudget(size);
  const contents = new Map<string, Uint8Array>();
  const contentOf = (key: string): Uint8Array => {
    const content = contents.get(key) ?? entries.get(`${folder}data/${key}`)?.read();
    if (content === undefined) throw errors.unreadableCheckpoint(name, `the storage '${key}' is missing`);
    contents.set(key, content);
    return content;
  };
  return readPickle(entries.get(pickle)?.read() ?? new Uint8Array(), {
    file: name,
    call: (callee, args) => call(callee, args, { name, budget }),
    persistent: (id) => {
      const { type, key } = storageId(id, name);
      return { type, bytes: contentOf(key) } satisfies Storage;
    },
  }).value;
}

/**
 * The tensors of a `state_dict` that `torch.save` wrote.
 *
 * @param options `name`: the file's name for messages. Throws NN461 and NN463 as `readTorchValue`, NN461 also for anything but a dict of tensors.
 */
export function readTorchFile(
  bytes: Uint8Array,
  options: { readonly name?: string } = {},
): Map<string, Tensor> {
  const value = readTorchValue(bytes, options);
  const { name = "the file" } = options;
  if (!(value instanceof Map)) throw errors.unreadableCheckpoint(name, "it holds no dict of tensors");
  const tensors = new Map<string, Tensor>();
  for (const [key, tensor] of value)
    if (typeof key === "string" && isTensor(tensor)) tensors.set(key, tensor);
  if (tensors.size === 0 && value.size > 0)
    throw errors.unreadableCheckpoint(name, "the dict it holds has no tensors");
  return tensors;
}

/** What the calls of one file share. */
interface Calls {
  /** The file's. */
  readonly name: string;
  readonly budget: CopyBudget;
}

/** Calls of the few names that checkpoints need; undefined for all others. */
function call(callee: string, args: readonly unknown[], { name, budget }: Calls): unknown {
  const copies = (items: number) => {
    if (!budget.allows(8 * items))
      throw errors.unreadableCheckpoint(name, "it repeats the same data again and again");
  };
  const items = Array.isArray(args[0]) ? (args[0] as readonly unknown[]) : [];
  switch (callee) {
    case "collections.OrderedDict": {
      copies(8 * items.length);
      const pairs = items.filter((pair) => Array.isArray(pair)) as (readonly unknown[])[];
      return new Map(pairs.map(([key, value]) => [key, value]));
    }
    case "torch._utils._rebuild_tensor":
    case "torch._utils._rebuild_tensor_v2": {
      const [storage, ...rest] = args;
      if (!isStorage(storage)) throw errors.unreadableCheckpoint(name, "a tensor has no storage");
      const tensor = rebuildTensor(storage, { args: rest, budget });
      if (typeof tensor === "string") throw errors.unreadableCheckpoint(name, tensor);
      return tensor;
    }
    case "torch._utils._rebuild_parameter":
      return isTensor(args[0]) ? args[0] : undefined;
    case "torch.Size":
    case "builtins.set":
      copies(items.length);
      return [...items];
    case "_codecs.encode": {
      // How protocol 2 writes bytes.
      const [text, encoding] = args;
      if (typeof text !== "string" || encoding !== "latin1") return undefined;
      copies(text.length);
      return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
    }
    default:
      return undefined;
  }
}

function storageId(id: unknown, file: string): { type: Storage["type"]; key: string; length: number } {
  const [kind, storage, key, , length] = Array.isArray(id) ? (id as unknown[]) : [];
  if (kind !== "storage" || !(storage instanceof GlobalName) || typeof key !== "string")
    throw errors.unreadableCheckpoint(file, "it refers to something that is no storage of a tensor");
  const [, type] = /^torch\.(\w+)$/.exec(storage.name) ?? [];
  if (type === undefined || !Object.hasOwn(storageTypes, type)) throw errors.unsafePickle(file, storage.name);
  return { type: storageTypes[type], key, length: Number(length) };
}

function isStorage(value: unknown): value is Storage {
  return typeof value === "object" && value !== null && "bytes" in value && "type" in value;
}

/** The format before PyTorch 1.6: pickles in a row, then the storages, each with its length in front. */
function readOldFormat(bytes: Uint8Array, name: string): unknown {
  const storages = new Map<string, { type: Storage["type"]; bytes: Uint8Array }>();
  const calls = { name, budget: new CopyBudget(bytes.length) };
  const hooks = {
    file: name,
    call: (callee: string, args: readonly unknown[]) => {
      // Their numbers come behind the pickle, so tensors are made afterwards.
      if (/^torch\._utils\._rebuild_tensor(_v2)?$/.test(callee)) return new Later(args);
      if (callee === "torch._utils._rebuild_parameter") return args[0];
      return call(callee, args, calls);
    },
    persistent: (id: unknown) => {
      const { type, key } = storageId(id, name);
      if (Array.isArray(id) && Array.isArray(id[5]))
        throw errors.unreadableCheckpoint(name, "it has views of storages, as PyTorch before 0.4 wrote");
      const known = storages.get(key) ?? { type, bytes: new Uint8Array() };
      storages.set(key, known);
      return known;
    },
  };
  let end = 0;
  const next = () => {
    const pickle = readPickle(bytes, hooks, end);
    ({ end } = pickle);
    return pickle.value;
  };
  for (let skipped = 0; skipped < 3; skipped++) next();
  const value = next();
  const keys = next();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (const key of Array.isArray(keys) ? keys : []) {
    const storage = storages.get(String(key));
    if (end + 8 > bytes.length || storage === undefined)
      throw errors.unreadableCheckpoint(name, "its storages are cut off");
    const stored = storage.type === "bfloat16" ? "uint16" : storage.type;
    const length = Number(view.getBigInt64(end, true)) * allocate(stored, 0).BYTES_PER_ELEMENT;
    if (!(length >= 0 && end + 8 + length <= bytes.length))
      throw errors.unreadableCheckpoint(name, "its storages are cut off");
    storage.bytes = bytes.subarray(end + 8, end + 8 + length);
    end += 8 + length;
  }
  return complete(value, calls);
}

/** A tensor of which only the description was read. */
class Later {
  readonly args: readonly unknown[];

  constructor(args: readonly unknown[]) {
    this.args = args;
  }
}

/** The data with its tensors made; what a file names several times is made once. */
function complete(value: unknown, calls: Calls): unknown {
  const made = new Map<unknown, unknown>();
  const visit = (item: unknown, depth: number): unknown => {
    if (typeof item !== "object" || item === null) return item;
    if (depth > 100) throw errors.unreadableCheckpoint(calls.name, "its data is nested too deeply");
    if (made.has(item)) return made.get(item);
    let whole: unknown = item;
    if (item instanceof Later) whole = call("torch._utils._rebuild_tensor_v2", item.args, calls);
    else if (item instanceof Map)
      whole = new Map([...item].map(([key, inner]) => [key, visit(inner, depth + 1)]));
    else if (Array.isArray(item)) whole = item.map((inner) => visit(inner, depth + 1));
    made.set(item, whole);
    return whole;
  };
  return visit(value, 0);
}
