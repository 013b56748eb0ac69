/**
 * The reserved names of spaCy in the order of their ids: a string among them has its id as its key, not a hash.
 * `FLAG19..63` and `DEPRECATED001..276` are written as ranges.
 */
const table = [
  "IS_ALPHA IS_ASCII IS_DIGIT IS_LOWER IS_PUNCT IS_SPACE IS_TITLE IS_UPPER LIKE_URL LIKE_NUM LIKE_EMAIL IS_STOP",
  "IS_OOV_DEPRECATED IS_BRACKET IS_QUOTE IS_LEFT_PUNCT IS_RIGHT_PUNCT IS_CURRENCY FLAG19..63",
  "ID ORTH LOWER NORM SHAPE PREFIX SUFFIX LENGTH CLUSTER LEMMA POS TAG DEP ENT_IOB ENT_TYPE HEAD SENT_START SPACY",
  "PROB LANG",
  "ADJ ADP ADV AUX CONJ CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X EOL SPACE DEPRECATED001..276",
  "PERSON NORP FACILITY ORG GPE LOC PRODUCT EVENT WORK_OF_ART LANGUAGE LAW DATE TIME PERCENT MONEY QUANTITY ORDINAL",
  "CARDINAL",
  "acomp advcl advmod agent amod appos attr aux auxpass cc ccomp complm conj cop csubj csubjpass dep det dobj expl",
  "hmod hyph infmod intj iobj mark meta neg nmod nn npadvmod nsubj nsubjpass num number oprd obj obl parataxis",
  "partmod pcomp pobj poss possessive preconj prep prt punct quantmod relcl rcmod root xcomp acl",
  "ENT_KB_ID MORPH ENT_ID IDX _",
].join(" ");

function expand(entry: string): string[] {
  const range = /^(\D+)(\d+)\.\.(\d+)$/.exec(entry);
  if (range === null) return [entry];
  const [, stem, first, last] = range;
  const count = Number(last) - Number(first) + 1;
  return Array.from(
    { length: count },
    (_, i) => stem + String(Number(first) + i).padStart(first.length, "0"),
  );
}

/** Names of the symbols by id; id 0 is the empty string. */
export const symbolNames: readonly string[] = ["", ...table.split(" ").flatMap(expand)];

/** Ids of the symbols by name. */
export const symbolIds: ReadonlyMap<string, number> = new Map(symbolNames.map((name, id) => [name, id]));
