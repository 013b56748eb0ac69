import type { Config, LanguageDefaults, Registry, Vocab } from "@x/core";
import type { Runtime } from "@x/nn/runtime";
import type { Meta } from "../contracts/has-config";

/** Options of `Language`. */
export interface LanguageOptions {
  /** The whole config, variables not yet filled in; default that of the language. */
  readonly config?: Config;
  readonly vocab?: Vocab;
  readonly meta?: Meta;
  /** Rules of the language; default those registered for it. */
  readonly defaults?: LanguageDefaults;
  /** Where names of the config are looked up; default the registry of the process. */
  readonly registry?: Registry;
  /** What runs the networks; default the fastest that is installed. */
  readonly runtime?: Runtime;
}
