import type { KernelTensor } from "../../graph/operator";
import { offsets, stridesOf } from "./kernel";

/** Where in a tensor of `shape` each entry of an index along `axis` points to. */
export function elementPlaces(shape: readonly number[], index: KernelTensor, axis: number): Int32Array {
  const strides = stridesOf(shape);
  const places = offsets(
    index.shape,
    strides.map((stride, i) => (i === axis ? 0 : stride)),
  );
  for (let i = 0; i < places.length; i++) {
    const position = index.data[i] < 0 ? index.data[i] + shape[axis] : index.data[i];
    places[i] += position * strides[axis];
  }
  return places;
}
