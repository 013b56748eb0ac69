import { nearestNames } from "../registry/nearest";
import { textErrors } from "./errors";
import { symbolIds, symbolNames } from "./symbols";

const stringAttributes = ["ORTH", "LOWER", "NORM", "SHAPE", "PREFIX", "SUFFIX"] as const;
const flagAttributes = [
  "IS_ALPHA", "IS_ASCII", "IS_DIGIT", "IS_LOWER", "IS_PUNCT", "IS_SPACE", "IS_TITLE", "IS_UPPER", "LIKE_URL",
  "LIKE_NUM", "LIKE_EMAIL", "IS_STOP", "IS_BRACKET", "IS_QUOTE", "IS_LEFT_PUNCT", "IS_RIGHT_PUNCT", "IS_CURRENCY",
] as const; // prettier-ignore
const tokenAttributes = [
  "ID", "LEMMA", "POS", "TAG", "DEP", "ENT_IOB", "ENT_TYPE", "ENT_ID", "ENT_KB_ID", "HEAD", "SENT_START", "SPACY",
  "MORPH", "IDX",
] as const; // prettier-ignore

/** Attributes of a word that are texts. */
export type StringAttr = (typeof stringAttributes)[number];
/** Attributes of a word that are true or false. */
export type FlagAttr = (typeof flagAttributes)[number];
/** Attributes that a word has by itself, without context. */
export type LexAttr = StringAttr | FlagAttr | "LENGTH" | "LANG";
/** Every attribute of a token, by spaCy's name. */
export type AttrName = LexAttr | (typeof tokenAttributes)[number];

/** All names of attributes. */
export const attrNames: readonly AttrName[] = [
  ...stringAttributes,
  ...flagAttributes,
  "LENGTH",
  "LANG",
  ...tokenAttributes,
];
const ids = new Map<string, number>(attrNames.map((name) => [name, symbolIds.get(name) as number]));
const known = new Set<string>(attrNames);

/**
 * The id of an attribute in files and arrays, for example 65 for `ORTH`.
 *
 * @throws C111 if there is no such attribute
 */
export function attrId(name: string): number {
  const id = ids.get(name);
  if (id === undefined) throw textErrors.unknownAttribute(name, nearestAttr(name));
  return id;
}

/**
 * The attribute with an id. Follows the ids of `spacy.attrs.IDS` (`MORPH` is 453), not the list `NAMES` there.
 *
 * @throws C111 if there is no such attribute
 */
export function attrName(id: number): AttrName {
  const name = symbolNames[id];
  if (!known.has(name)) throw textErrors.unknownAttribute(name ?? String(id), nearestAttr(name ?? ""));
  return name as AttrName;
}

/** Whether a text names an attribute. */
export function isAttrName(name: string): name is AttrName {
  return known.has(name);
}

function nearestAttr(name: string): string {
  return nearestNames(name, attrNames, 1)[0] ?? "ORTH";
}

/** The bit of each flag in a lexeme's flags: its id. */
export const flagBits: ReadonlyMap<string, number> = new Map(
  flagAttributes.map((name) => [name, symbolIds.get(name) as number]),
);
