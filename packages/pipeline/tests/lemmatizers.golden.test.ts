import { Doc, Lookups, Registry, type DocOptions } from "@x/core";
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { blank, registrations, type Lemmatizer } from "../src";
import { python } from "./support/peer-pipeline";

type Tables = Record<string, Record<string, unknown>>;
interface Case {
  readonly mode: string;
  readonly tables: Tables;
  readonly words: readonly (readonly [word: string, pos: string, morph?: string])[];
}

const italian = "num det adp adj noun pron verb aux adv other".split(" ").map((pos) => `lemma_lookup_${pos}`);
const polish = "adj adp adv aux noun num part pron verb".split(" ").map((pos) => `lemma_lookup_${pos}`);
const empty = (names: readonly string[]): Tables => Object.fromEntries(names.map((name) => [name, {}]));

const cases: Record<string, Case> = {
  es: {
    mode: "rule",
    tables: {
      lemma_rules: {
        noun_plural: [["s", ""], ["es", ""], ["ces", "z"]],
        verb_any: [["o", "ar"], ["o", "er"], ["an", "ar"], ["a", "ar"], ["e", "er"]],
        accents: [["á", "a"], ["í", "i"], ["ó", "o"], ["é", "e"]],
        voc_alt_1: [["i", "e"]],
        voc_alt_2: [["ue", "o"]],
        adverbs: [["bienmente", "bien"]],
        det: [["unos", "uno"]],
        pron: [["le", "él"]],
        det_and_pron_fixed: [["cuyos", "cuyo"]],
        det_and_pron_general: [["as", "o"], ["os", "o"]],
        num: [["dos", "2"]],
      },
      lemma_rules_groups: { noun: [["noun_plural", ["Number=Plur"]]], verb: [["verb_any", []]] },
      lemma_index: { noun: ["casa", "joven", "luz"], verb: ["cantar", "poder", "pedir", "ampliar"], det: ["todo"], pron: ["ello"] },
      lemma_exc: { verb: { fui: ["ir"], da: ["dar"] }, aux: { es: ["ser"] } },
    },
    words: [
      ["Casas", "NOUN", "Number=Plur"], ["jóvenes", "NOUN", "Number=Plur"], ["luces", "NOUN", "Number=Plur"],
      ["Madrid", "PROPN"], ["De", "ADP"], ["fui", "VERB"], ["es", "AUX"], ["canto", "VERB"], ["puedo", "VERB"],
      ["amplían", "VERB", "Number=Plur"], ["dáselo", "VERB", "PronType=Prs"], ["cántame", "VERB", "PronType=Prs"],
      ["unos", "DET"], ["todas", "DET"], ["cuyos", "PRON"], ["ellas", "PRON"], ["dos", "NUM"], ["1.000,5", "NUM"],
      ["bienmente", "ADV"], ["Siempre", "ADV"], ["  ", "SPACE"], ["grandes", "ADJ", "Number=Plur"],
    ],
  },
  ca: {
    mode: "rule",
    tables: {
      lemma_lookup: { gats: "gat", altres: ["altre"] }, lemma_rules: { noun: [["es", "a"], ["s", ""]] },
      lemma_exc: { verb: { vaig: ["anar"] } }, lemma_index: { noun: ["casa"] },
    },
    words: [["cases", "NOUN"], ["casa", "NOUN"], ["vaig", "VERB"], ["altres", "DET"], ["gats", "X"], ["Dies", "NOUN"]],
  },
  it: {
    mode: "pos_lookup",
    tables: { ...empty([...italian, "lemma_lookup"]), lemma_lookup_noun: { case: "casa", Rossi: "Rosso" }, lemma_lookup_pron: { qualcun: "qualcun" }, lemma_lookup_other: { ciao: "ciao!" }, lemma_lookup: { boh: "mah" } },
    words: [["Case", "NOUN"], ["Rossi", "NOUN"], ["Rossi", "PROPN"], ["La", "DET"], ["la", "PRON"], ["un'", "DET"], ["qualcun", "PRON"], ["d'", "ADP"], ["Ciao", "INTJ"], ["boh", "INTJ"], ["Altro", "X"], ["bello", "ADJ"]],
  },
  pl: {
    mode: "pos_lookup",
    tables: { ...empty(polish), lemma_lookup_adj: { lepszy: "dobry" }, lemma_lookup_verb: { robi: "robić" }, lemma_lookup_noun: { Warszawy: "Warszawa", domu: "dom" } },
    words: [["nienajlepszy", "ADJ"], ["najlepszy", "ADJ"], ["nielepszy", "ADJ"], ["nierobi", "VERB"], ["Robi", "VERB"], ["Warszawy", "NOUN"], ["Domu", "NOUN"], ["Warszawy", "PROPN"], ["Nic", "PRON"], ["inny", "ADJ"]],
  },
  nl: { mode: "lookup", tables: { lemma_lookup: { katten: "kat" } }, words: [["Katten", "NOUN"], ["Amsterdam", "PROPN"]] },
}; // prettier-ignore

const script = `
import json, sys, spacy
from spacy.lookups import Lookups
from spacy.tokens import Doc
lang, case = sys.argv[1], json.loads(sys.argv[2])
nlp = spacy.blank(lang)
lemmatizer = nlp.add_pipe("lemmatizer", config={"mode": case["mode"]})
lookups = Lookups()
for name, table in case["tables"].items():
    lookups.add_table(name, table)
lemmatizer.initialize(lookups=lookups)
words = case["words"]
doc = Doc(nlp.vocab, words=[w[0] for w in words], pos=[w[1] for w in words], morphs=[w[2] if len(w) > 2 else "" for w in words], sent_starts=[i % 2 == 0 for i in range(len(words))])
print(json.dumps([t.lemma_ for t in lemmatizer(doc)]))`;

for (const [lang, one] of Object.entries(cases))
  (existsSync(python) ? test : test.skip)(
    `lemmas of ${lang} are spaCy's`,
    () => {
      const expected = JSON.parse(
        execFileSync(python, ["-W", "ignore", "-c", script, lang, JSON.stringify(one)], { encoding: "utf8" }),
      ) as string[];
      const registry = new Registry();
      registry.use(registrations);
      // Languages without rules here have the factory all the same.
      const nlp = blank(["es"].includes(lang) ? lang : "xx", { registry });
      const factory = registry.get("factories", `${lang}.lemmatizer`);
      const scorer = null;
      const lemmatizer = factory.create({
        nlp,
        name: "lemmatizer",
        model: null,
        mode: one.mode,
        overwrite: false,
        scorer,
      }) as Lemmatizer;
      const lookups = new Lookups();
      for (const [name, table] of Object.entries(one.tables)) lookups.addTable(name, Object.entries(table));
      lemmatizer.lookups = lookups;
      const options: DocOptions = {
        words: one.words.map(([word]) => word),
        pos: one.words.map(([, pos]) => pos),
        morphs: one.words.map(([, , morph = ""]) => morph),
        sentStarts: one.words.map((_, i) => i % 2 === 0),
      };
      expect(lemmatizer.process(new Doc(nlp.vocab, options)).lemmas).toEqual(expected);
    },
    60_000,
  );
