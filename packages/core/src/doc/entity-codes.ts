import { docErrors } from "./errors";

/** Codes of `doc.entIob`, as spaCy numbers them. */
export const iobCodes = { missing: 0, I: 1, O: 2, B: 3 } as const;
export const iobNames = ["", "I", "O", "B"] as const;

/** The columns of `Doc({ ents })`: IOB or IOB2 tags, "" or null where annotation is missing. @throws D005. */
export function parseIobTags(tags: readonly (string | null)[]): { iob: Uint8Array; types: string[] } {
  const fixed = tags.map((tag) => (tag === "" ? null : tag));
  for (let i = 0; i < fixed.length - 1; i++) {
    const tag = fixed[i];
    const next = fixed[i + 1];
    if (next === null || !next.startsWith("I")) continue;
    const outside = tag === null || tag.startsWith("O");
    const otherLabel = tag !== null && /^[BI]/.test(tag) && tag.slice(1) !== next.slice(1);
    if (outside || otherLabel) fixed[i + 1] = `B${next.slice(1)}`;
  }
  const iob = new Uint8Array(fixed.length);
  const types = fixed.map((tag, i) => {
    if (tag === null) return "";
    if (tag === "O") iob[i] = iobCodes.O;
    else if (/^[BI]-./su.test(tag)) iob[i] = tag[0] === "B" ? iobCodes.B : iobCodes.I;
    else throw docErrors.wrongEntityTag(tag);
    return tag === "O" ? "" : tag.slice(2);
  });
  return { iob, types };
}
