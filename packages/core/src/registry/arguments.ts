import { z } from "zod";
import type { RegistryKind } from "./kinds";

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

/**
 * The largest sizes that a config can ask for, by their kind: far above what anybody trains, and far below what takes a machine
 * hours or all of its memory to build. What a config of a stranger asks for beyond is refused when it is checked.
 */
export const largestSizes = {
  /** Layers, or copies of one, on top of each other. */
  layers: 1_000,
  /** Numbers of a vector. */
  width: 100_000,
  /** Labels, pieces or other rows of a table. */
  rows: 100_000_000,
  /** Pieces of a maxout unit, heads of an attention. */
  pieces: 1_000,
  /** Tokens at either side of a token. */
  window: 1_000,
  /** Characters, or bytes, of a word. */
  characters: 1_000,
  /** Tokens of an n-gram. */
  ngram: 100,
  /** Tokens of a suggested span. */
  span: 10_000,
  /** Parses that are followed at once. */
  beam: 1_000,
} as const;

/** An argument that is a size: a whole number from `least` (default 1) to the largest of its kind. */
export const sizeArg = (
  kind: keyof typeof largestSizes,
  options: { readonly least?: number } = {},
): z.ZodInt =>
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
