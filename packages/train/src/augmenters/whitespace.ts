import type { BiluoTag, Example } from "@x/core";
import type { MakesDocs } from "@x/pipeline/spi";
import { annotationOf, exampleOf, textOf, type Annotation } from "./annotation";

/**
 * The example with a token of whitespace before a position; with links, spans or half a tree it stays as it is.
 *
 * The token gets the tag `_SP`, the part of speech `SPACE` and the relation `dep` to its neighbour on the left, each where
 * the example has such annotation at all.
 */
export function withWhitespace(
  nlp: MakesDocs,
  example: Example,
  { whitespace, position }: { readonly whitespace: string; readonly position: number },
): Example {
  const { reference } = example;
  const annotation = annotationOf(example);
  const { doc, tokens } = annotation;
  const hasTree = reference.hasAnnotation("DEP", { requireComplete: true });
  const untouched =
    reference.length === 0 ||
    (doc.links as readonly unknown[]).length > 0 ||
    [...reference.spans].length > 0 ||
    (reference.hasAnnotation("DEP") && !hasTree);
  if (untouched) return example;
  if (reference.hasAnnotation("ENT_TYPE"))
    doc.entities.splice(position, 0, tagBetween(doc.entities, position));
  else delete (doc as Record<string, unknown>).entities;
  tokens.ORTH.splice(position, 0, whitespace);
  tokens.SPACY.splice(position, 0, false);
  const insert = (key: string, value: unknown, isKnown: boolean) => {
    if (isKnown) tokens[key].splice(position, 0, value);
    else delete tokens[key];
  };
  insert("TAG", "_SP", reference.hasAnnotation("TAG"));
  insert("LEMMA", whitespace, reference.hasAnnotation("LEMMA"));
  insert("POS", "SPACE", reference.hasAnnotation("POS"));
  insert("MORPH", "", reference.hasAnnotation("MORPH"));
  insert("DEP", "dep", hasTree);
  insertHead(tokens, position, hasTree);
  insert("SENT_START", -1, reference.hasAnnotation("SENT_START"));
  return exampleOf(nlp, textOf(tokens), annotation);
}

/** Inside of an entity the new token belongs to it. */
function tagBetween(tags: readonly BiluoTag[], position: number): BiluoTag {
  if (position <= 1 || position >= tags.length) return "O";
  const [before, after] = [tags[position - 1] ?? "", tags[position] ?? ""];
  const isInside = /^[BI]-/.test(before) && /^[IL]-/.test(after) && before.slice(2) === after.slice(2);
  return isInside ? `I-${before.slice(2)}` : "O";
}

/** The first token of a text hangs on the next one, others on the one before. */
function insertHead(tokens: Annotation["tokens"], position: number, hasTree: boolean): void {
  if (!hasTree) {
    delete tokens.HEAD;
    return;
  }
  const heads = tokens.HEAD as number[];
  heads.splice(position, 0, Math.max(0, position - 1));
  tokens.HEAD = heads.map((head) => (head >= position ? head + 1 : head));
}
