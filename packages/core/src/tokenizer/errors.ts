import { catalogue } from "../errors";

/** Errors of the tokenizer. */
export const tokenizerError = catalogue({
  C150: (text: string, joined: string) =>
    `The special case ${JSON.stringify(text)} is split into tokens that read ${JSON.stringify(joined)} together. ` +
    `The orths of its tokens must give the text exactly, and none may be empty.`,
  C151: (text: string, key: string) =>
    `The special case ${JSON.stringify(text)} sets the attribute ${key}. Only ORTH (65) and NORM (67) can be set; ` +
    `set others with a component, for example the attribute ruler.`,
  C153: (setting: string, found: string) =>
    `The tokenizer's ${setting} is ${found}. ` +
    `Expected a text with a regular expression in Python's syntax, which files keep (for a simple expression of JavaScript that is its source: /[-~]/.source), or a PythonPattern.`,
  C154: (setting: string, found: string, expected: string) =>
    `The tokenizer's ${setting} is ${found}. Expected ${expected}.`,
  C152: (field: string, found: string) =>
    `The tokenizer's data holds ${found} under "${field}". It must be what spaCy's tokenizer.to_bytes or our toBytes wrote.`,
});
