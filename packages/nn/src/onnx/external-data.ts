import { errors } from "../errors";
import { sizeOf, type Tensor } from "../graph/tensor";
import { arrayAt } from "../serialization/safetensors";
import { readModel, type ExternalTensor } from "./read-model";

/** The files beside a model that hold its weights, as it names them; none where all is inside. */
export function externalFiles(bytes: Uint8Array): string[] {
  const locations = [...readModel(bytes).initializers.values()].map((value) =>
    "location" in value ? value.location : undefined,
  );
  return [...new Set(locations.filter((location) => location !== undefined))];
}

/** A tensor from the file it lies in: a view of it. Throws NN205. */
export function readExternal(
  name: string,
  { dtype, dims, location, offset, length }: ExternalTensor,
  files: ReadonlyMap<string, Uint8Array> | undefined,
): Tensor {
  const bytes = files?.get(location);
  if (bytes === undefined)
    throw errors.unreadableOnnx(
      `tensor '${name}' lies in the file '${location}', which is missing beside the model`,
    );
  const empty = arrayAt(new Uint8Array(), dtype, { start: 0, end: 0 });
  const needed = sizeOf(dims) * empty.BYTES_PER_ELEMENT;
  if (!(needed === (length ?? needed) && offset >= 0 && offset + needed <= bytes.length))
    throw errors.unreadableOnnx(
      `tensor '${name}' needs ${needed} bytes at ${offset} of '${location}', which has ${bytes.length}; was it cut off?`,
    );
  return {
    dtype,
    shape: dims,
    data: arrayAt(bytes, dtype, { start: offset, end: offset + needed }),
  };
}
