import { catalogue } from "../errors";

const list = (items: Iterable<unknown>) => [...items].join(", ");

/** Errors of examples, alignments and entity tags. */
export const exampleError = catalogue({
  E001: (x: readonly string[], y: readonly string[]) =>
    `The predicted and the reference Doc cannot be aligned: their texts differ in more than whitespace and case. The predicted tokens begin with ${list(x.slice(0, 10))}; the reference tokens with ${list(y.slice(0, 10))}. Make both from the same text.`,
  E002: (first: readonly unknown[], second: readonly unknown[]) =>
    `The entities (${list(first)}) and (${list(second)}) overlap. A token can be in one entity only; remove one, or use spans instead of entities.`,
  E003: (letter: string, tags: readonly unknown[]) =>
    `The BILUO tags are inconsistent: ${letter} without a B before it, in ${list(tags)}. Begin entities of several tokens with B, end them with L.`,
  E004: (tag: unknown) =>
    `"${String(tag)}" is no BILUO tag. Allowed are "O", "-" (missing), and B-, I-, L-, U- followed by a label.`,
  E005: (tag: string) => `"${tag}" is no IOB tag. Allowed are "O", and B- or I- followed by a label.`,
  E006: (key: string, allowed: readonly string[]) =>
    `"${key}" is no annotation of an example. Allowed are ${list(allowed)}; check the spelling.`,
  E007: (key: string, found: number, words: number) =>
    `The annotation "${key}" has ${found} values for ${words} words. Give one value per word.`,
  E008: (key: string, found: unknown) =>
    `The annotation "${key}" must be ${key === "spans" ? "an object of lists of [start, end, label?, kbId?]" : "a list of strings"}, found ${String(found)}.`,
  E009: (found: unknown) =>
    `Entities must be BILUO tags or [start, end, label] with character offsets, one kind for all, found ${String(found)}.`,
  E010: (start: number, end: number) =>
    `The link or span from character ${start} to ${end} does not start and end at tokens. Correct its offsets.`,
  E011: (start: number, end: number, ids: readonly string[]) =>
    `The entity from character ${start} to ${end} has several links with value 1: ${list(ids)}. An entity has one; set the others to 0.`,
  E012: (heads: ArrayLike<number | null>) =>
    `The heads ${list(Array.from(heads))} have a cycle. Every token must reach a root, which is its own head.`,
});
