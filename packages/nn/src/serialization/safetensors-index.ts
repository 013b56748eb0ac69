import { errors } from "../errors";
import type { Tensor } from "../graph/tensor";
import { readSafetensors } from "./safetensors";

/**
 * Reads weights that are spread over several files.
 *
 * @param index the bytes of `*.index.json`
 * @param options `read` gives a file by its name; `parse` its tensors, default those of a safetensors file; `name`: the index's name for messages. Throws NN460 (damaged), NN462 (a file or tensor is missing).
 */
export async function readSafetensorsIndex(
  index: Uint8Array,
  options: {
    readonly read: (file: string) => Promise<Uint8Array | undefined>;
    readonly parse?: (bytes: Uint8Array, file: { readonly name: string }) => ReadonlyMap<string, Tensor>;
    readonly name?: string;
  },
): Promise<Map<string, Tensor>> {
  const { read, name = "the index", parse = (bytes, file) => readSafetensors(bytes, file).tensors } = options;
  const files = filesOf(index, name);
  const tensors = new Map<string, Tensor>();
  for (const [file, keys] of files) {
    const bytes = await read(file);
    if (bytes === undefined) throw errors.missingCheckpointPart(name, `the file '${file}'`);
    const part = parse(bytes, { name: file });
    for (const key of keys) {
      const tensor = part.get(key);
      if (tensor === undefined) throw errors.missingCheckpointPart(name, `the tensor '${key}' in '${file}'`);
      tensors.set(key, tensor);
    }
  }
  return tensors;
}

/** The files of an index and the tensors that each holds. */
function filesOf(index: Uint8Array, name: string): Map<string, string[]> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(new TextDecoder().decode(index));
  } catch {
    throw errors.unreadableSafetensors(name, "it is no JSON");
  }
  const map = (parsed as { weight_map?: unknown } | null)?.weight_map;
  if (typeof map !== "object" || map === null)
    throw errors.unreadableSafetensors(name, "it has no table 'weight_map'");
  const files = new Map<string, string[]>();
  for (const [key, file] of Object.entries(map)) {
    // A name that leads out of the model's folder is nobody's weights.
    if (typeof file !== "string" || /[/\\:\0]/.test(file) || /^\.*$/.test(file)) {
      const shown = typeof file === "string" ? JSON.stringify(file) : "no text";
      throw errors.unreadableSafetensors(name, `'${key}' lies in ${shown}, which is no file beside it`);
    }
    const keys = files.get(file);
    if (keys === undefined) files.set(file, [key]);
    else keys.push(key);
  }
  return files;
}
