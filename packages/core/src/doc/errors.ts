import { catalogue } from "../errors";

const list = (items: Iterable<string>) => [...items].join(", ");

/** Errors of documents, tokens and spans. */
export const docError = catalogue({
  D001: (what: string, found: number, words: number) =>
    `A Doc of ${words} words was given ${found} ${what}. Give one value per word.`,
  D002: (index: number) =>
    `Word ${index} of the Doc is empty. A token needs at least one character; leave empty words out.`,
  D003: () =>
    `A Doc was given heads without deps. Heads without labels cannot be told from missing ones; give \`deps\` too (one label per word).`,
  D004: (found: string, allowed: Iterable<string>) =>
    `"${found}" is no universal part of speech. Allowed are ${list(allowed)}; finer tags belong into \`tags\`.`,
  D005: (found: string) =>
    `"${found}" is no entity tag. Allowed are "" (missing), "O", "B-LABEL" and "I-LABEL"; convert BILUO tags with biluoToIob first.`,
  D006: (index: number, length: number) =>
    `Token ${index} was asked of a Doc with ${length} tokens. Use an index from 0 (or from the end with -1) within the Doc.`,
  D007: (start: number, end: number, length: number) =>
    `The span ${start} to ${end} does not fit a Doc of ${length} tokens. Need 0 <= start <= end <= ${length}.`,
  D008: (attr: string, allowed: Iterable<string>) =>
    `"${attr}" is no token attribute. Allowed are ${list(allowed)}.`,
  D009: () =>
    `The sentence boundaries of this Doc are not set. Add a parser, senter or sentencizer to the pipeline, or set token.isSentStart.`,
  D010: (context: string) =>
    `The entity tags are inconsistent: a tag I follows neither B nor I, near ${context}. Set entities with doc.setEnts, which repairs them.`,
  D011: (index: number) =>
    `Token ${index} is covered by more than one of the spans given to setEnts. Spans of entities must not overlap; use filterSpans or doc.spans for overlapping ones.`,
  D012: (mode: string, allowed: Iterable<string>) =>
    `The mode "${mode}" is unknown. Allowed are ${list(allowed)}.`,
  D013: (rows: number, length: number) =>
    `The array holds values for ${rows} tokens, the Doc has ${length}. Give one row per token.`,
  D014: (index: number, head: number, length: number) =>
    `The head of token ${index} is at ${head}, outside the Doc of ${length} tokens. Heads must lie within the Doc.`,
  D015: (value: number) =>
    `The entity tag code ${value} is unknown. Allowed are 0 (missing), 1 (I), 2 (O), 3 (B).`,
  D016: (key: bigint) =>
    `The string with key ${key} is not known. The data was stored without its strings, or with another vocabulary; give the texts that may occur, or add them to vocab.strings first.`,
  D017: (obj: string, name: string) =>
    `The ${obj} has no extension attribute "${name}". Register it first: ${obj}.setExtension("${name}", { default: null }).`,
  D018: (obj: string, name: string) =>
    `The extension "${name}" exists on ${obj} already. Pass { force: true } to replace it.`,
  D019: (given: number) =>
    `An extension needs exactly one of default, getter and method (a setter only goes with a getter), but ${given} were given.`,
  D020: (obj: string, name: string) =>
    `The extension "${name}" of ${obj} is a getter or method without setter: it cannot be written.`,
  D021: (what: string) => `The ${what} belongs to another Doc. Make it on the Doc that it is used with.`,
  D022: (field: string) =>
    `The Doc JSON has "${field}" on some tokens only. Give it on all tokens or on none.`,
  D023: (obj: string, start: unknown, end: unknown) =>
    `The ${obj} from character ${start} to ${end} in the Doc JSON does not start and end at token boundaries. Offsets count code points and must match the tokens.`,
  D024: (problem: string) =>
    `This is no Doc JSON: ${problem}. Expected what doc.toJson() gives: text, tokens with id, start, end.`,
  D025: (problem: string) =>
    `The data holds no valid Doc: ${problem}. It is damaged or of another kind; write it again.`,
  D026: (name: string) =>
    `The extension "${name}" was asked for in toJson, but neither is it registered on Doc nor does any token or span have a value for it.`,
  D027: () => `The Docs do not share one vocabulary. Make them with the same nlp object or vocab.`,
  D029: (index: number) =>
    `Token ${index} is in two spans to merge. Merge disjoint spans in one retokenize call.`,
  D030: (start: number, end: number) => `The span ${start} to ${end} has no tokens and cannot be merged.`,
  D031: (orths: string, text: string) =>
    `The parts "${orths}" do not join to the token "${text}". The parts of a split must spell the token exactly.`,
  D032: (heads: number, orths: number) =>
    `A split into ${orths} parts was given ${heads} heads. Give one head per part: a token, or [token, part].`,
  D033: () =>
    `A token to split, or the head of a part, lies inside a merged span. Do it in two retokenize calls.`,
  D034: (features: string) =>
    `"${features}" is no morphological analysis. Expected the form Case=Nom|Number=Sing, "_" or "".`,
  D035: (offset: number, length: number) =>
    `The character offset ${offset} is outside the text of length ${length}, or within a surrogate pair.`,
  D036: (index: number) =>
    `The dependency tree has a cycle through token ${index}. Every token must reach a root, which is its own head.`,
  D037: (attr: string, index: number, value: number) =>
    `The stored ${attr} of token ${index} is ${value}, more than 32 bits hold. The file is damaged: write it anew.`,
  D050: () =>
    `The doc has no dependency parse, which noun phrases need. Run a pipeline with a parser, or give heads and deps.`,
  D051: (lang: string) =>
    `There are no rules for noun phrases in the language "${lang}". Languages with rules: de, en, es, fr.`,
});
