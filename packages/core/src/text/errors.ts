import { catalogue } from "../errors";

/** Errors of texts, lexemes and lookups. */
export const textError = catalogue({
  C110: (key: bigint, size: number) =>
    `No text is stored under the key ${key} (the store holds ${size} texts). Keys cannot be turned back into texts ` +
    `that were never added: call strings.add(text) first, or load the strings.json that belongs to this data.`,
  C111: (name: string, nearest: string) =>
    `Unknown attribute "${name}". The nearest known one is "${nearest}"; names are upper case, such as ORTH or IS_ALPHA.`,
  C112: (attribute: string) =>
    `The attribute ${attribute} belongs to a token, not to a word of the vocabulary: read it from the Doc.`,
  C113: (name: string, known: readonly string[]) =>
    `There is no lookups table "${name}". Tables: ${known.join(", ") || "none"}. Add it with lookups.addTable(name, data).`,
  C114: (name: string) =>
    `The lookups already have a table "${name}". Remove it first, or change the existing one: lookups.table("${name}").`,
  C115: (pattern: string, what: string) =>
    `The regular expression ${pattern.length > 80 ? `${pattern.slice(0, 80)}...` : pattern} uses "${what}", which cannot ` +
    `be translated from Python to JavaScript. Rewrite that part with plain groups, repeats and lookarounds.`,
  C116: (place: string, problem: string) => `${place}: ${problem}`,
  C117: (place: string, bytes: number) =>
    `${place}: ${bytes} bytes are more than one text can hold (about 500 million characters). Split the file, or its line, into parts.`,
  C118: (pattern: string, reason: string) =>
    `The regular expression ${pattern.length > 80 ? `${pattern.slice(0, 80)}...` : pattern} is none: ${reason}. It is written in Python's syntax; where it comes from a file, get that again.`,
});
