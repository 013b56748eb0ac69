import { catalogue } from "../errors";

const list = (items: Iterable<string>) => [...items].join(", ");

/** Errors of documents, tokens and spans. */
export const docErrors = catalogue({
  wrongCount: (what: string, found: number, words: number) =>
    `[D001] A Doc of ${words} words was given ${found} ${what}. Give one value per word.`,
  emptyWord: (index: number) =>
    `[D002] Word ${index} of the Doc is empty. A token needs at least one character; leave empty words out.`,
  headsWithoutDeps: () =>
    `[D003] A Doc was given heads without deps. Heads without labels cannot be told from missing ones; give \`deps\` too (one label per word).`,
  unknownPartOfSpeech: (found: string, allowed: Iterable<string>) =>
    `[D004] "${found}" is no universal part of speech. Allowed are ${list(allowed)}; finer tags belong into \`tags\`.`,
  wrongEntityTag: (found: string) =>
    `[D005] "${found}" is no entity tag. Allowed are "" (missing), "O", "B-LABEL" and "I-LABEL"; convert BILUO tags with biluoToIob first.`,
  tokenOutOfRange: (index: number, length: number) =>
    `[D006] Token ${index} was asked of a Doc with ${length} tokens. Use an index from 0 (or from the end with -1) within the Doc.`,
  spanOutOfRange: (start: number, end: number, length: number) =>
    `[D007] The span ${start} to ${end} does not fit a Doc of ${length} tokens. Need 0 <= start <= end <= ${length}.`,
  unknownAttribute: (attr: string, allowed: Iterable<string>) =>
    `[D008] "${attr}" is no token attribute. Allowed are ${list(allowed)}.`,
  noSentences: () =>
    `[D009] The sentence boundaries of this Doc are not set. Add a parser, senter or sentencizer to the pipeline, or set token.isSentStart.`,
  inconsistentEntities: (context: string) =>
    `[D010] The entity tags are inconsistent: a tag I follows neither B nor I, near ${context}. Set entities with doc.setEnts, which repairs them.`,
  overlappingEntities: (index: number) =>
    `[D011] Token ${index} is covered by more than one of the spans given to setEnts. Spans of entities must not overlap; use filterSpans or doc.spans for overlapping ones.`,
  unknownMode: (mode: string, allowed: Iterable<string>) =>
    `[D012] The mode "${mode}" is unknown. Allowed are ${list(allowed)}.`,
  wrongRowCount: (rows: number, length: number) =>
    `[D013] The array holds values for ${rows} tokens, the Doc has ${length}. Give one row per token.`,
  headOutOfRange: (index: number, head: number, length: number) =>
    `[D014] The head of token ${index} is at ${head}, outside the Doc of ${length} tokens. Heads must lie within the Doc.`,
  unknownEntityCode: (value: number) =>
    `[D015] The entity tag code ${value} is unknown. Allowed are 0 (missing), 1 (I), 2 (O), 3 (B).`,
  unknownKey: (key: bigint) =>
    `[D016] The string with key ${key} is not known. The data was stored without its strings, or with another vocabulary; give the texts that may occur, or add them to vocab.strings first.`,
  unknownExtension: (obj: string, name: string) =>
    `[D017] The ${obj} has no extension attribute "${name}". Register it first: ${obj}.setExtension("${name}", { default: null }).`,
  extensionExists: (obj: string, name: string) =>
    `[D018] The extension "${name}" exists on ${obj} already. Pass { force: true } to replace it.`,
  ambiguousExtension: (given: number) =>
    `[D019] An extension needs exactly one of default, getter and method (a setter only goes with a getter), but ${given} were given.`,
  readOnlyExtension: (obj: string, name: string) =>
    `[D020] The extension "${name}" of ${obj} is a getter or method without setter: it cannot be written.`,
  foreignPart: (what: string) =>
    `[D021] The ${what} belongs to another Doc. Make it on the Doc that it is used with.`,
  incompleteField: (field: string) =>
    `[D022] The Doc JSON has "${field}" on some tokens only. Give it on all tokens or on none.`,
  unalignedOffsets: (obj: string, start: unknown, end: unknown) =>
    `[D023] The ${obj} from character ${start} to ${end} in the Doc JSON does not start and end at token boundaries. Offsets count code points and must match the tokens.`,
  notDocJson: (problem: string) =>
    `[D024] This is no Doc JSON: ${problem}. Expected what doc.toJson() gives: text, tokens with id, start, end.`,
  damagedDoc: (problem: string) =>
    `[D025] The data holds no valid Doc: ${problem}. It is damaged or of another kind; write it again.`,
  missingExtension: (name: string) =>
    `[D026] The extension "${name}" was asked for in toJson, but neither is it registered on Doc nor does any token or span have a value for it.`,
  vocabsDiffer: () =>
    `[D027] The Docs do not share one vocabulary. Make them with the same nlp object or vocab.`,
  overlappingMerges: (index: number) =>
    `[D029] Token ${index} is in two spans to merge. Merge disjoint spans in one retokenize call.`,
  emptySpan: (start: number, end: number) =>
    `[D030] The span ${start} to ${end} has no tokens and cannot be merged.`,
  partsDoNotJoin: (orths: string, text: string) =>
    `[D031] The parts "${orths}" do not join to the token "${text}". The parts of a split must spell the token exactly.`,
  wrongHeadCount: (heads: number, orths: number) =>
    `[D032] A split into ${orths} parts was given ${heads} heads. Give one head per part: a token, or [token, part].`,
  splitInsideMerge: () =>
    `[D033] A token to split, or the head of a part, lies inside a merged span. Do it in two retokenize calls.`,
  wrongMorphology: (features: string) =>
    `[D034] "${features}" is no morphological analysis. Expected the form Case=Nom|Number=Sing, "_" or "".`,
  offsetOutOfRange: (offset: number, length: number) =>
    `[D035] The character offset ${offset} is outside the text of length ${length}, or within a surrogate pair.`,
  cyclicHeads: (index: number) =>
    `[D036] The dependency tree has a cycle through token ${index}. Every token must reach a root, which is its own head.`,
  valueTooLarge: (attr: string, index: number, value: number) =>
    `[D037] The stored ${attr} of token ${index} is ${value}, more than 32 bits hold. The file is damaged: write it anew.`,
  noParse: () =>
    `[D050] The doc has no dependency parse, which noun phrases need. Run a pipeline with a parser, or give heads and deps.`,
  noNounPhraseRules: (lang: string) =>
    `[D051] There are no rules for noun phrases in the language "${lang}". Languages with rules: de, en, es, fr.`,
});
