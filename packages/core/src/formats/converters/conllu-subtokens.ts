import { Doc } from "../../doc/doc";
import type { Vocab } from "../../text/vocab";
import type { ConlluSentence, ConlluWord } from "./conllu-sentence";

type Entity = readonly [start: number, end: number, label: string];

/**
 * Makes one word of the words of each multiword token: its form, their lemmas and tags joined, their features united,
 * head, label and part of speech of the one nearest to the root (spaCy: `merge_conllu_subtokens`).
 */
export function mergeSubtokens(
  sentence: ConlluSentence,
  context: { readonly vocab: Vocab; readonly ents: readonly Entity[] },
): { words: ConlluWord[]; ents: Entity[] } {
  const { words, multiword } = sentence;
  const doc = new Doc(context.vocab, {
    words: words.map(({ word }) => word),
    pos: words.map(({ pos }) => pos),
    heads: words.map(({ head }) => head),
    deps: words.map(({ dep }) => dep),
  });
  doc.ents = context.ents.map(([start, end, label]) => doc.span(start, end, { label }));
  const merged = new Map(
    multiword.map(({ form, start, end }) => [start, { ...unite(words.slice(start, end)), word: form }]),
  );
  const covered = new Set(
    multiword.flatMap(({ start, end }) => words.slice(start + 1, end).map((_, i) => start + 1 + i)),
  );
  doc.retokenize((retokenizer) => {
    for (const { start, end } of multiword) retokenizer.merge(doc.span(start, end));
  });
  const kept = words.map((_, i) => i).filter((i) => !covered.has(i));
  return {
    words: kept.map((from, i) => {
      const token = doc.token(i);
      return { ...(merged.get(from) ?? words[from]), pos: token.pos, head: token.head.i, dep: token.dep };
    }),
    ents: doc.ents.map(({ start, end, label }) => [start, end, label]),
  };
}

function unite(words: readonly ConlluWord[]): ConlluWord {
  const features = new Map<string, Set<string>>();
  for (const { morph } of words)
    for (const feature of morph === "" ? [] : morph.split("|")) {
      const [field, values = ""] = feature.split(/=(.*)/s);
      const known = features.get(field) ?? new Set();
      features.set(field, known);
      for (const value of values.split(",")) known.add(value);
    }
  const morph = [...features].map(([field, values]) => `${field}=${[...values].sort().join(",")}`);
  return {
    ...words[0],
    lemma: words.map(({ lemma }) => lemma).join(" "),
    tag: words.map(({ tag }) => tag).join("_"),
    morph: morph.sort().join("|"),
    space: words[words.length - 1].space,
  };
}
