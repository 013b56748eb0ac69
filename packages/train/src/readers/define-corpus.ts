import { defineOf, orNull, stated, text, type DefinedOf, type SettingsIn, type ValuesOf } from "@x/core/spi";
import { errors } from "../errors";
import type { Reader } from "./reader";

/** Declares a reader of a file or a folder of files; null, as configs have it before `--paths.train` is given, is refused (P300). */
/* @__NO_SIDE_EFFECTS__ */
export function defineCorpus<const S extends SettingsIn<S>, R extends Reader>(
  name: string,
  about: { readonly summary: string; readonly settings: S },
  create: (path: string, settings: ValuesOf<S>) => R,
): DefinedOf<string | null, S, R> {
  return defineOf("readers", name, { ...about, of: { path: stated(orNull(text())) } }, (path, settings) => {
    if (path === null) throw errors.missingCorpusPath();
    return create(path, settings);
  });
}
