import { catalogue } from "../errors";

/** Errors of the tokenizer. */
export const tokenizerErrors = catalogue({
  specialCaseDiffers: (text: string, joined: string) =>
    `[C150] The special case ${JSON.stringify(text)} is split into tokens that read ${JSON.stringify(joined)} together. The orths of its tokens must give the text exactly, and none may be empty.`,
  wrongSpecialCaseAttribute: (text: string, key: string) =>
    `[C151] The special case ${JSON.stringify(text)} sets the attribute ${key}. Only ORTH (65) and NORM (67) can be set; set others with a component, for example the attribute ruler.`,
  wrongPattern: (setting: string, found: string) =>
    `[C153] The tokenizer's ${setting} is ${found}. Expected a text with a regular expression in Python's syntax, which files keep (for a simple expression of JavaScript that is its source: /[-~]/.source), or a PythonPattern.`,
  wrongSetting: (setting: string, found: string, expected: string) =>
    `[C154] The tokenizer's ${setting} is ${found}. Expected ${expected}.`,
  damagedTokenizer: (field: string, found: string) =>
    `[C152] The tokenizer's data holds ${found} under "${field}". It must be what spaCy's tokenizer.to_bytes or our toBytes wrote.`,
});
