import { catalogue } from "../errors";

const list = (items: Iterable<unknown>) => [...items].join(", ");

/** Errors of examples, alignments and entity tags. */
export const exampleErrors = catalogue({
  textsDiffer: (x: readonly string[], y: readonly string[]) =>
    `[E001] The predicted and the reference Doc cannot be aligned: their texts differ in more than whitespace and case. The predicted tokens begin with ${list(x.slice(0, 10))}; the reference tokens with ${list(y.slice(0, 10))}. Make both from the same text.`,
  overlappingEntities: (first: readonly unknown[], second: readonly unknown[]) =>
    `[E002] The entities (${list(first)}) and (${list(second)}) overlap. A token can be in one entity only; remove one, or use spans instead of entities.`,
  inconsistentBiluo: (letter: string, tags: readonly unknown[]) =>
    `[E003] The BILUO tags are inconsistent: ${letter} without a B before it, in ${list(tags)}. Begin entities of several tokens with B, end them with L.`,
  wrongBiluoTag: (tag: unknown) =>
    `[E004] "${String(tag)}" is no BILUO tag. Allowed are "O", "-" (missing), and B-, I-, L-, U- followed by a label.`,
  wrongIobTag: (tag: string) =>
    `[E005] "${tag}" is no IOB tag. Allowed are "O", and B- or I- followed by a label.`,
  unknownAnnotation: (key: string, allowed: readonly string[]) =>
    `[E006] "${key}" is no annotation of an example. Allowed are ${list(allowed)}; check the spelling.`,
  wrongCount: (key: string, found: number, words: number) =>
    `[E007] The annotation "${key}" has ${found} values for ${words} words. Give one value per word.`,
  wrongAnnotation: (key: string, found: unknown) =>
    `[E008] The annotation "${key}" must be ${key === "spans" ? "an object of lists of [start, end, label?, kbId?]" : "a list of strings"}, found ${String(found)}.`,
  wrongEntities: (found: unknown) =>
    `[E009] Entities must be BILUO tags or [start, end, label] with character offsets, one kind for all, found ${String(found)}.`,
  unalignedOffsets: (start: number, end: number) =>
    `[E010] The link or span from character ${start} to ${end} does not start and end at tokens. Correct its offsets.`,
  severalLinks: (start: number, end: number, ids: readonly string[]) =>
    `[E011] The entity from character ${start} to ${end} has several links with value 1: ${list(ids)}. An entity has one; set the others to 0.`,
  cyclicHeads: (heads: ArrayLike<number | null>) =>
    `[E012] The heads ${list(Array.from(heads))} have a cycle. Every token must reach a root, which is its own head.`,
});
