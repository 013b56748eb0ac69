import type { Config, Registry } from "@x/core";
import type { Runtime } from "@x/nn/runtime";

/** Data about a pipeline, as in `meta.json`. */
export type Meta = Record<string, unknown>;

/** The settings of a pipeline as they would be saved: what loggers print and seeds come from. */
export interface HasConfig {
  config: Config;
}

/** What a pipeline was built from. */
export interface IsDescribed extends HasConfig {
  readonly meta: Meta;
  /** Where the names of its config are looked up. */
  readonly registry: Registry;
  /** What runs its networks; undefined: the fastest that is installed. */
  readonly runtime: Runtime | undefined;
  /** The folder it was loaded from. */
  path: string | undefined;
}
