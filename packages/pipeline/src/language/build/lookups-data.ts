import { Lookups, registry } from "@x/core";
import { defineCall, list, text } from "@x/core/spi";
import { errors } from "../../errors";

/** The tables of a language: words with what a table says about them. */
export type LookupsData = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/**
 * Tables that are registered for a language: `registry.lookups("de", schema, () => ({ lexeme_norm: {...} }))`.
 *
 * Throws P321 where a table is missing.
 */
export const lookupsData = defineCall(
  "misc",
  "spacy.LookupsDataLoader.v1",
  {
    summary: "The lookup tables registered for a language under lookups.",
    settings: {
      /** The code of the language. */
      lang: text(),
      /** The names of its tables. */
      tables: list(text()),
    },
    call: ({ lang, tables }, lookups) => lookups(lang, tables),
  },
  (lang: string, tables: readonly string[]): Lookups => {
    const data = (registry.find("lookups", lang)?.create({}) ?? {}) as LookupsData;
    const missing = tables.filter((name) => !Object.hasOwn(data, name));
    if (missing.length > 0) throw errors.missingLookups(lang, missing, Object.keys(data));
    const lookups = new Lookups();
    for (const name of tables) lookups.addTable(name, Object.entries(data[name]));
    return lookups;
  },
);
