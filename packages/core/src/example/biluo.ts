import type { Doc } from "../doc/doc";
import type { Span } from "../doc/span";
import { exampleErrors } from "./errors";

/** An entity by character offsets, in UTF-16 units of the Doc's text. */
export type EntityOffsets = readonly [start: number, end: number, label: string];

/** A tag of the BILUO scheme; "-" or null is missing. */
export type BiluoTag = string | null;

export interface OffsetsToBiluoOptions<Missing> {
  /** What tokens outside entities get. Default "O". */
  readonly missing?: Missing;
  /** Called with all entities if some do not start and end at tokens, so that "-" stands in their place. */
  readonly onMisaligned?: (entities: readonly EntityOffsets[]) => void;
}

/**
 * Entities by character offsets as one BILUO tag per token (spaCy: `offsets_to_biluo_tags`). Tokens that an entity
 * covers without fitting it get "-"; entities without label say that their tokens are outside entities.
 *
 * @throws E002 if entities overlap
 */
export function offsetsToBiluoTags<Missing extends BiluoTag = "O">(
  doc: Doc,
  entities: readonly EntityOffsets[],
  options: OffsetsToBiluoOptions<Missing> = {},
): (string | Missing)[] {
  const missing = options.missing === undefined ? ("O" as Missing) : options.missing;
  const { offsets, lexemes } = doc;
  const endOf = (i: number) => offsets[i] + lexemes[i].text.length;
  const starts = new Map(Array.from(offsets, (offset, i) => [offset, i]));
  const ends = new Map(Array.from(offsets, (_, i) => [endOf(i), i]));
  const tags: (string | Missing)[] = new Array<string>(doc.length).fill("-");
  checkOverlap(entities);
  for (const [start, end, label] of entities) {
    if (label === "") {
      for (let i = 0; i < doc.length; i++) if (offsets[i] >= start && offsets[i] < end) tags[i] = "O";
      continue;
    }
    const first = starts.get(start);
    const last = ends.get(end);
    if (first === undefined || last === undefined) continue;
    if (first === last) tags[first] = `U-${label}`;
    else {
      tags[first] = `B-${label}`;
      for (let i = first + 1; i < last; i++) tags[i] = `I-${label}`;
      tags[last] = `L-${label}`;
    }
  }
  const covered = new Uint8Array(doc.text.length);
  for (const [start, end] of entities) covered.fill(1, Math.max(0, start), Math.max(0, end));
  for (let i = 0; i < doc.length; i++)
    if (!covered.subarray(offsets[i], endOf(i)).includes(1)) tags[i] = missing;
  if (missing !== "-" && tags.includes("-")) options.onMisaligned?.(entities);
  return tags;
}

function checkOverlap(entities: readonly EntityOffsets[]): void {
  const labelled = entities
    .filter(([start, end, label]) => label !== "" && start < end)
    .sort((a, b) => a[0] - b[0]);
  for (let i = 1; i < labelled.length; i++)
    if (labelled[i][0] < labelled[i - 1][1])
      throw exampleErrors.overlappingEntities(labelled[i - 1], labelled[i]);
}

/** The entities of a Doc as BILUO tags (spaCy: `doc_to_biluo_tags`). */
export function docToBiluoTags(doc: Doc): string[] {
  return offsetsToBiluoTags(
    doc,
    doc.ents.map(({ startChar, endChar, label }): EntityOffsets => [startChar, endChar, label]),
  );
}

/**
 * The entities in BILUO tags as `[label, first token, last token]` (spaCy: `tags_to_entities`). The label is that of the
 * last tag; a B that never ends is ignored; a missing tag gives an entity with the label "".
 *
 * @throws E003 I or L without B, E004 other tags
 */
export function tagsToEntities(tags: readonly BiluoTag[]): [label: string, first: number, last: number][] {
  const entities: [string, number, number][] = [];
  let start = -1;
  tags.forEach((tag, i) => {
    const label = tag?.slice(2) ?? "";
    switch (tag === null ? "-" : tag[0]) {
      case "-":
        if (start < 0) entities.push(["", i, i]);
        start = -1;
        break;
      case "O":
        break;
      case "U":
        entities.push([label, i, i]);
        break;
      case "B":
        start = i;
        break;
      case "I":
      case "L":
        if (start < 0) throw exampleErrors.inconsistentBiluo((tag as string)[0], tags.slice(0, i + 1));
        if ((tag as string)[0] === "L") {
          entities.push([label, start, i]);
          start = -1;
        }
        break;
      default:
        throw exampleErrors.wrongBiluoTag(tag);
    }
  });
  return entities;
}

/** The entities in BILUO tags as spans; missing tags give spans without label. @throws as `tagsToEntities` */
export function biluoTagsToSpans(doc: Doc, tags: readonly BiluoTag[]): Span[] {
  return tagsToEntities(tags).map(([label, first, last]) => doc.span(first, last + 1, { label }));
}

/** The entities in BILUO tags by UTF-16 offsets. @throws as `tagsToEntities` */
export function biluoTagsToOffsets(
  doc: Doc,
  tags: readonly BiluoTag[],
): [start: number, end: number, label: string][] {
  return biluoTagsToSpans(doc, tags).map(({ startChar, endChar, label }) => [startChar, endChar, label]);
}

/** IOB or IOB2 tags as BILUO tags; a change of label begins a new entity. @throws E005 */
export function iobToBiluo(tags: readonly string[]): string[] {
  const out: string[] = [];
  for (let i = 0; i < tags.length;) {
    const tag = tags[i];
    if (tag === "O") {
      out.push("O");
      i++;
      continue;
    }
    const rest = tag.slice(1);
    let end = i + 1;
    while (end < tags.length && (tags[end] === `I${rest}` || tags[end] === `L${rest}`)) end++;
    const label = tag.slice(2);
    if (end - i === 1) {
      if (label === "") throw exampleErrors.wrongIobTag(tag);
      out.push(`U-${label}`);
    } else {
      out.push(`B-${label}`);
      for (let j = i + 1; j < end - 1; j++) out.push(`I-${label}`);
      out.push(`L-${label}`);
    }
    i = end;
  }
  return out;
}

/** BILUO tags as IOB2 tags. */
export function biluoToIob<Tag extends BiluoTag>(tags: readonly Tag[]): Tag[] {
  return tags.map((tag) => (tag === null ? tag : (tag.replace("U-", "B-").replace("L-", "I-") as Tag)));
}
