import { Lookups, registry } from "@x/core";
import { error } from "../errors";

/** The tables of a language: words with what a table says about them. */
export type LookupsData = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/**
 * Tables that are registered for a language (`spacy.LookupsDataLoader.v1`): `registry.lookups("de", schema, () => ({ lexeme_norm: {...} }))`.
 *
 * Throws P321 where a table is missing.
 */
export function lookupsData(lang: string, tables: readonly string[]): Lookups {
  const data = (registry.find("lookups", lang)?.create({}) ?? {}) as LookupsData;
  const missing = tables.filter((name) => !Object.hasOwn(data, name));
  if (missing.length > 0) throw error("P321", lang, missing, Object.keys(data));
  const lookups = new Lookups();
  for (const name of tables) lookups.addTable(name, Object.entries(data[name]));
  return lookups;
}
