import { docToBiluoTags, Example, type BiluoTag } from "@x/core";
import type { MakesDocs } from "@x/pipeline/spi";

/** The annotation of an example as lists that an augmenter may change. */
export interface Annotation {
  readonly doc: { entities: BiluoTag[] } & Record<string, unknown>;
  readonly tokens: { ORTH: string[]; SPACY: boolean[]; TAG: string[] } & Record<string, unknown[]>;
}

/** Copies the annotation of the reference; entities are BILUO tags, "-" where nothing is known. */
export function annotationOf(example: Example): Annotation {
  const { doc_annotation: doc, token_annotation: tokens } = example.toDict();
  const iob = example.reference.entIob;
  const entities = docToBiluoTags(example.reference).map((tag, i) => (tag === "O" && !iob?.[i] ? "-" : tag));
  return { doc: { ...doc, entities }, tokens: { ...tokens } as Annotation["tokens"] };
}

/** An example of changed annotation: the predicted doc is the text tokenized again. */
export function exampleOf(nlp: MakesDocs, text: string, { doc, tokens }: Annotation): Example {
  return Example.fromDict(nlp.makeDoc(text), { doc_annotation: doc, token_annotation: tokens });
}

/** The text of words with their spaces. */
export function textOf({ ORTH, SPACY }: Annotation["tokens"]): string {
  return ORTH.map((word, i) => (SPACY[i] ? `${word} ` : word)).join("");
}
