import { firstNonFinite } from "@x/core/spi";
import type { Param } from "../model/param";

/** The first parameter of a network that has a number which is infinite or none; undefined where all are finite. */
export function nonFiniteParam(
  nodes: Iterable<{ readonly name: string; readonly params: ReadonlyMap<string, Param | null> }>,
): { readonly node: string; readonly param: string; readonly value: number } | undefined {
  for (const { name, params } of nodes)
    for (const [key, param] of params) {
      const at = param === null ? -1 : firstNonFinite(param.data);
      if (at >= 0) return { node: name, param: key, value: param!.data[at] };
    }
  return undefined;
}
