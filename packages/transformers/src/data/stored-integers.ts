import { unpackArray } from "@x/core/spi";
import { errors } from "../errors";

/**
 * A stored array of integers of any width as 32-bit ones.
 *
 * @param what what errors call it
 * @param options `least` and `most`: bounds of its values, default those of 32 bits
 * @throws TR418 a value out of bounds, or no integer
 */
export function storedIntegers(
  stored: unknown,
  what: string,
  { least = -(2 ** 31), most = 2 ** 31 - 1 }: { readonly least?: number; readonly most?: number } = {},
): Int32Array {
  const { data } = unpackArray(stored);
  return Int32Array.from(data as Float64Array, (value) => {
    const number = Number(value);
    if (!Number.isInteger(number) || number < least || number > most)
      throw errors.damagedOutput(`${what} has the value ${value}, allowed are ${least} to ${most}`);
    return number;
  });
}
