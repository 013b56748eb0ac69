import { catalogue } from "../errors";

/** Errors of texts, lexemes and lookups. */
export const textErrors = catalogue({
  unknownKey: (key: bigint, size: number) =>
    `[C110] No text is stored under the key ${key} (the store holds ${size} texts). Keys cannot be turned back into texts that were never added: call strings.add(text) first, or load the strings.json that belongs to this data.`,
  unknownAttribute: (name: string, nearest: string) =>
    `[C111] Unknown attribute "${name}". The nearest known one is "${nearest}"; names are upper case, such as ORTH or IS_ALPHA.`,
  tokenAttribute: (attribute: string) =>
    `[C112] The attribute ${attribute} belongs to a token, not to a word of the vocabulary: read it from the Doc.`,
  unknownTable: (name: string, known: readonly string[]) =>
    `[C113] There is no lookups table "${name}". Tables: ${known.join(", ") || "none"}. Add it with lookups.addTable(name, data).`,
  tableExists: (name: string) =>
    `[C114] The lookups already have a table "${name}". Remove it first, or change the existing one: lookups.table("${name}").`,
  untranslatableRegex: (pattern: string, what: string) =>
    `[C115] The regular expression ${pattern.length > 80 ? `${pattern.slice(0, 80)}...` : pattern} uses "${what}", which cannot be translated from Python to JavaScript. Rewrite that part with plain groups, repeats and lookarounds.`,
  undecodableText: (place: string, problem: string) => `[C116] ${place}: ${problem}`,
  textTooLong: (place: string, bytes: number) =>
    `[C117] ${place}: ${bytes} bytes are more than one text can hold (about 500 million characters). Split the file, or its line, into parts.`,
  invalidRegex: (pattern: string, reason: string) =>
    `[C118] The regular expression ${pattern.length > 80 ? `${pattern.slice(0, 80)}...` : pattern} is none: ${reason}. It is written in Python's syntax; where it comes from a file, get that again.`,
});
