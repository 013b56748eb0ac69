import { z } from "zod";
import type { RegistryKind } from "./kinds";
import { largestSizes, type SizeKind } from "./largest-sizes";

/** Which kinds of blocks an argument takes; read by the validation of configs. */
export const blockKinds = z.registry<{ readonly kinds: readonly RegistryKind[] }>();

const isObject = (value: unknown) =>
  (typeof value === "object" && value !== null && !Array.isArray(value)) || typeof value === "function";

/**
 * An argument that is what a block of the given kinds resolves to: `promiseArg("schedules")` takes
 * `{"@schedules": "compounding.v1", ...}` in a config, and the schedule itself in code.
 *
 * @param kinds one kind or several
 */
export function promiseArg<T = unknown>(...kinds: readonly [RegistryKind, ...RegistryKind[]]): z.ZodType<T> {
  return z
    .custom<T>(isObject, { error: `a block ${kinds.map((kind) => `@${kind}`).join(" or ")} is expected` })
    .register(blockKinds, { kinds });
}

/** An argument that is a resolved network: a block `@architectures` or `@layers`. */
export const modelArg = <M = unknown>(): z.ZodType<M> => promiseArg<M>("architectures", "layers");

/** An argument that is a size: a whole number from `least` (default 1) to the largest of its kind. */
export const sizeArg = (kind: SizeKind, options: { readonly least?: number } = {}): z.ZodInt =>
  z
    .int()
    .min(options.least ?? 1)
    .max(largestSizes[kind]);

/** A number, or a block `@schedules` that gives one for every step. */
export const scheduleOrNumber = <S = unknown>(): z.ZodType<number | S> =>
  z.union([z.number(), promiseArg<S>("schedules")]);

/** An argument that is a function: a block `@callbacks`, or of the kinds given. */
export const callbackArg = <F = unknown>(...kinds: readonly RegistryKind[]): z.ZodType<F> =>
  z
    .custom<F>((value) => typeof value === "function", { error: "a function is expected" })
    .register(blockKinds, { kinds: kinds.length > 0 ? kinds : ["callbacks"] });
