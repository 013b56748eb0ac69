import { setSentStartsFromHeads } from "./dependencies";
import type { DocColumns } from "./doc-columns";
import type { DocOptions } from "./doc-options";
import { parseIobTags } from "./entity-codes";
import { docErrors } from "./errors";
import { normalizeMorph } from "./morphology";

/** The universal parts of speech, with spaCy's EOL and SPACE. */
export const posNames: ReadonlySet<string> = new Set([
  "", "ADJ", "ADP", "ADV", "AUX", "CONJ", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN", "PUNCT",
  "SCONJ", "SYM", "VERB", "X", "EOL", "SPACE",
]); // prettier-ignore

/** Options that have one value for each token. */
const ofTokens = ["tags", "pos", "morphs", "lemmas", "heads", "deps", "sentStarts", "ents"] as const;

/** Sets the annotation that is given to the constructor of a Doc. */
export function annotate(doc: DocColumns, options: DocOptions): void {
  const n = doc.length;
  const { tags, pos, morphs, lemmas, heads, deps, sentStarts, ents } = options;
  for (const what of ofTokens) {
    const length = options[what]?.length ?? n;
    if (length !== n) throw docErrors.wrongCount(what, length, n);
  }
  if (heads && n > 0 && !deps) throw docErrors.headsWithoutDeps();
  if (pos)
    for (const name of pos) if (!posNames.has(name)) throw docErrors.unknownPartOfSpeech(name, posNames);
  if (tags) doc.tags = [...tags];
  if (pos) doc.pos = [...pos];
  if (lemmas) doc.lemmas = [...lemmas];
  if (morphs) doc.morphs = morphs.map(normalizeMorph);
  if (sentStarts) doc.sentStarts = Int8Array.from(sentStarts, sentStartCode);
  if (ents) {
    const { iob, types } = parseIobTags(ents);
    doc.entIob = iob;
    doc.entTypes = types;
  }
  if (deps) setTree(doc, { heads: heads ?? null, deps });
}

/** Sets heads and labels, and the sentence starts that follow from them. @throws D014 a head outside the Doc */
export function setTree(
  doc: DocColumns,
  tree: { readonly heads: readonly (number | null)[] | null; readonly deps: readonly (string | null)[] },
): void {
  doc.heads = Int32Array.from(tree.deps, (_, i) => {
    const head = tree.heads?.[i] ?? i;
    if (head < 0 || head >= doc.length) throw docErrors.headOutOfRange(i, head, doc.length);
    return head;
  });
  doc.deps = tree.deps.map((dep) => dep ?? "");
  if (doc.deps.some((dep) => dep !== "")) setSentStartsFromHeads(doc);
}

function sentStartCode(value: boolean | number | null): number {
  if (typeof value === "boolean") return value ? 1 : -1;
  return value === 1 || value === -1 ? value : 0;
}
