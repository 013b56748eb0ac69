import { catalogue } from "../errors";

/** Errors of languages. */
export const languageErrors = catalogue({
  unknownLanguage: (code: string, known: readonly string[], nearest: readonly string[]) =>
    `[C140] There is no language "${code}"${nearest.length > 0 ? ` (near: ${nearest.join(", ")})` : ""}. Known languages: ${known.join(", ")}. Use "xx" for any other, or register one: registry.languages("${code}", ...).`,
});
