import type { z } from "zod";
import type { FunctionKind } from "./kinds";

/** The values of a config as plain JSON; `undefined` does not occur. */
export interface ConfigObject {
  [key: string]: unknown;
}

/**
 * A function that a config can name: the schema of its arguments, with their defaults, and what it makes of them.
 *
 * The arguments keep the config's key names. Positional arguments (blocks below `*`) come as an array under `*`.
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the arguments' type belongs to each registration
export interface Registration<A = any, R = unknown> {
  readonly schema: z.ZodObject;
  create(args: A): R;
  /** One sentence for the generated reference. */
  readonly summary?: string;
}

/** A pipeline component that a config can name: `factory = "tagger"`. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- see Registration
export interface FactoryRegistration<A = any, R = unknown> extends Registration<A, R> {
  /** Settings that apply where the config says nothing: plain values, or a text in the config's format. */
  readonly defaultConfig?: () => ConfigObject | string;
  /** Annotations that the component sets, for example `token.tag`. */
  readonly assigns?: readonly string[];
  /** Annotations that it needs from components before it. */
  readonly requires?: readonly string[];
  readonly retokenizes?: boolean;
  /** Weights of its scores in the final score; `null`: reported, not weighted. */
  readonly defaultScoreWeights?: Readonly<Record<string, number | null>>;
}

/** Everything one package registers, exported by it as `registrations`. */
export type PackageRegistrations = { readonly packageName: string } & {
  readonly [K in FunctionKind]?: Readonly<Record<string, Registration>>;
} & { readonly factories?: Readonly<Record<string, FactoryRegistration>> };
