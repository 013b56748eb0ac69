import { errors } from "../errors";

/** Adds `values` to `target`, element by element, in place. Throws NN302 where the lengths differ. */
export function addInto(target: Float32Array, values: Float32Array): void {
  const { length } = target;
  if (values.length !== length) throw errors.wrongLength("The values of addInto", values.length, length);
  for (let i = 0; i < length; i++) target[i] += values[i];
}
