import { registry as globalRegistry, type Registry } from "@x/core";
import type { Runtime } from "@x/nn/runtime";
import { ownRegistrations } from "../../own-registrations";
import { Language } from "../language";

/** Options of `blank`. */
export interface BlankOptions {
  readonly registry?: Registry;
  readonly runtime?: Runtime;
}

/** A pipeline with a tokenizer and nothing else, to which components can be added. */
export function blank(lang: string, options: BlankOptions = {}): Language {
  const registry = (options.registry ?? globalRegistry).use(...ownRegistrations);
  return new Language(lang, { ...options, registry });
}
