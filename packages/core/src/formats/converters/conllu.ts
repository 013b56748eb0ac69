import { Doc } from "../../doc/doc";
import { biluoTagsToSpans, iobToBiluo } from "../../example/biluo";
import { formatErrors } from "../errors";
import { Unread } from "../unread";
import type { ConlluSentence, ConlluWord } from "./conllu-sentence";
import { mergeSubtokens } from "./conllu-subtokens";
import {
  withPlace,
  type ConverterOptions,
  grouped,
  numberedLines,
  placeOf,
  bareVocab,
} from "./converter-options";

const columns = ["ID", "FORM", "LEMMA", "UPOS", "XPOS", "FEATS", "HEAD", "DEPREL", "DEPS", "MISC"];
/** Entity tags in the last column, as `name=B-PER` or `B-PER`; spaCy takes the capital letters at the beginning of a label only. */
const entityTag = /^(?:(?:name|NE)=)?(?:([BILU])-(\S+)|O)$/;
const spaceAfter = /^SpaceAfter=(?:No|Yes)$/;

/**
 * CoNLL-U as Docs of `nSents` sentences (spaCy: `conllu_to_docs`). Entities are read from the MISC column if it has any. What
 * is not read (enhanced dependencies, empty nodes, the rest of MISC) is told to `onWarning` at the end; comments are passed over.
 *
 * @throws F012 with file and line, for a wrong number of columns, ids or heads that are no numbers, and the like
 */
export function* conlluToDocs(text: string, options: ConverterOptions = {}): Generator<Doc> {
  const vocab = options.vocab ?? bareVocab();
  const hasEntities = [...readSentences(text, options)].some(({ words }) =>
    words.some(({ misc }) => partsOf(misc).some((part) => entityTag.test(part))),
  );
  const unread = new Unread();
  const docs = function* () {
    for (const sentence of readSentences(text, options, unread))
      yield withPlace(placeOf(options, sentence.line), () =>
        sentenceToDoc(sentence, { ...options, vocab, hasEntities }),
      );
  };
  for (const group of grouped(docs(), options.nSents ?? 10)) {
    const doc = group.length === 1 ? group[0] : Doc.fromDocs(group);
    if (doc !== undefined) yield doc;
  }
  for (const sentence of unread.take()) options.onWarning?.(sentence);
}

/** The parts of the MISC column; an entity tag behind a space, as some corpora have it, is one of its own. */
function partsOf(misc: string): string[] {
  return misc.split("|").flatMap((part) => part.split(/\s+(?=(?:name|NE)=)/));
}

function* readSentences(text: string, options: ConverterOptions, unread?: Unread): Generator<ConlluSentence> {
  let rows: [string[], number][] = [];
  for (const [line, number] of numberedLines(text)) {
    if (line.startsWith("#")) continue;
    if (line.trim() !== "") {
      const parts = line.split("\t");
      if (parts.length !== columns.length)
        throw formatErrors.wrongLine(
          placeOf(options, number),
          `expected the ${columns.length} columns ${columns.join(", ")} with tabs between them, found ${parts.length}.`,
        );
      rows.push([parts, number]);
      continue;
    }
    if (rows.length > 0) yield readSentence(rows, options, unread);
    rows = [];
  }
  if (rows.length > 0) yield readSentence(rows, options, unread);
}

function readSentence(
  rows: readonly [string[], number][],
  options: ConverterOptions,
  unread?: Unread,
): ConlluSentence {
  const sentence: ConlluSentence = { line: rows[0][1], words: [], multiword: [] };
  let open: { form: string; last: string; start: number; space: boolean } | undefined;
  for (const [[id, form, lemma, upos, xpos, feats, head, deprel, deps, misc], line] of rows) {
    const place = placeOf(options, line);
    if (id.includes(".")) {
      unread?.add(place, { group: "Empty nodes that are not read", name: "ID with a point" });
      continue;
    }
    if (unread !== undefined) noteMisc(misc, { unread, place });
    if (deps !== "_" && deps !== "") unread?.add(place, { group: "Columns that are not read", name: "DEPS" });
    if (id.includes("-")) {
      const last = id.slice(id.indexOf("-") + 1);
      open = { form, last, start: sentence.words.length, space: !misc.includes("SpaceAfter=No") };
      continue;
    }
    const index = sentence.words.length;
    if (Number(id) !== index + 1)
      throw formatErrors.wrongLine(place, `expected the ID ${index + 1}, found "${id}".`);
    if (form === "") throw formatErrors.wrongLine(place, "the FORM is empty.");
    const isRoot = head === "0" || head === "_";
    if (!isRoot && !/^\d+$/.test(head))
      throw formatErrors.wrongLine(place, `the HEAD must be a number or "_", found "${head}".`);
    const isLast = open?.last === id;
    sentence.words.push({
      word: form,
      lemma,
      pos: upos === "_" ? "" : upos,
      tag: xpos === "_" ? upos : xpos,
      morph: feats === "_" ? "" : feats,
      head: isRoot ? index : Number(head) - 1,
      dep: deprel === "root" ? "ROOT" : deprel,
      misc,
      space: open === undefined ? !misc.includes("SpaceAfter=No") : isLast && open.space,
    });
    if (open === undefined || !isLast) continue;
    sentence.multiword.push({ form: open.form, start: open.start, end: index + 1 });
    open = undefined;
  }
  if (open !== undefined)
    throw formatErrors.wrongLine(
      placeOf(options, rows[0][1]),
      `the multiword token "${open.form}" ends at the missing ID ${open.last}.`,
    );
  const { words } = sentence;
  words.forEach(({ head }, i) => {
    if (head >= words.length)
      throw formatErrors.wrongLine(
        placeOf(options, rows[0][1]),
        `the HEAD ${head + 1} of word ${i + 1} is outside of the sentence.`,
      );
  });
  return sentence;
}

/** Notes the parts of the MISC column that are not read, by their keys. */
function noteMisc(
  misc: string,
  { unread, place }: { readonly unread: Unread; readonly place: string },
): void {
  if (misc === "_" || misc === "") return;
  for (const part of partsOf(misc))
    if (!entityTag.test(part) && !spaceAfter.test(part))
      unread.add(place, { group: "Parts of the MISC column that are not read", name: part.split("=", 1)[0] });
}

function sentenceToDoc(
  sentence: ConlluSentence,
  options: ConverterOptions & {
    readonly vocab: NonNullable<ConverterOptions["vocab"]>;
    readonly hasEntities: boolean;
  },
): Doc {
  const { vocab, hasEntities } = options;
  let words = sentence.words;
  let ents: (readonly [start: number, end: number, label: string])[] = [];
  if (hasEntities) {
    const doc = new Doc(vocab, { words: words.map(({ word }) => word) });
    ents = biluoTagsToSpans(doc, entityTags(words, options)).map(({ start, end, label }) => [
      start,
      end,
      label,
    ]);
  }
  if (options.mergeSubtokens === true && sentence.multiword.length > 0)
    ({ words, ents } = mergeSubtokens(sentence, { vocab, ents }));
  const column = <Key extends keyof ConlluWord>(key: Key) => words.map((word) => word[key]);
  const tags = words.map(({ tag, morph }) =>
    options.appendMorphology && morph !== "" ? `${tag}__${morph}` : tag,
  );
  const doc = new Doc(vocab, {
    words: column("word"),
    spaces: column("space"),
    tags,
    pos: column("pos"),
    morphs: column("morph"),
    lemmas: column("lemma"),
    heads: column("head"),
    deps: column("dep"),
  });
  if (hasEntities) doc.ents = ents.map(([start, end, label]) => doc.span(start, end, { label }));
  return doc;
}

function entityTags(words: readonly ConlluWord[], options: ConverterOptions): string[] {
  const tags = words.map(({ misc }) => {
    const match = partsOf(misc)
      .map((part) => entityTag.exec(part))
      .find((found) => found !== null);
    const label = match?.[2];
    if (label === undefined) return "O";
    const renamed = options.nerMap?.[label] ?? label;
    return renamed === "" ? "O" : `${match?.[1]}-${renamed}`;
  });
  return iobToBiluo(tags);
}
