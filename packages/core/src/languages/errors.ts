import { catalogue } from "../errors";

/** Errors of languages. */
export const languageError = catalogue({
  C140: (code: string, known: readonly string[], nearest: readonly string[]) =>
    `There is no language "${code}"${nearest.length > 0 ? ` (near: ${nearest.join(", ")})` : ""}. ` +
    `Known languages: ${known.join(", ")}. Use "xx" for any other, or register one: registry.languages("${code}", ...).`,
});
