import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { createTokenizer, createVocab, getLanguage } from "../src/index";

const python = fileURLToPath(new URL("../../../.peers/bin/python", import.meta.url));
const texts: Record<string, string[]> = {
  fr: [
    "Aujourd’hui, l'entr'acte du saut-de-ski n'est-ce pas? Qu'est-ce qu'il a-t-il dit à 5 % près, dit-elle.",
    "L'anti-inflammatoire grand-père d'Emmanuel (M. Dupont) coûte 12,50€ ; c.-à-d. « rien ».",
    "Les États-Unis, les vingt-et-un, prud'homme, micro-ondes, premier-ministre, J.-C. et St. Pierre...",
  ],
  de: [
    "Ich hab's z.B. am 3.-5. Mai 2020 um 10:30 Uhr bzw. später gesehen (\"oder?\"), CDU/CSU-Politiker sagten's.",
    "Geht's dir gut?Ja!Und/oder nein--vielleicht; 5km/h, 12%, ''Zitat'', ``noch eins`` und auf'm Dach.",
  ],
  es: [
    "¿Qué tal, Sr. García? Son las 5p.m. y EE.UU. gana 3-2; p.ej. el 50% de 3km—dijo—pal norte.",
    "El precio: 1.200,50€... «Hola», Ud. dijo: “a.C.” y/o d.C.",
  ],
};

for (const [lang, lines] of Object.entries(texts)) {
  const run = existsSync(python) ? test : test.skip;
  run(`tokens, flags and stop words of ${lang} are spaCy's`, () => {
    const script = `
import json, spacy, sys
nlp = spacy.blank(sys.argv[1])
print(json.dumps([[[t.text, t.norm_, t.is_stop, t.like_num] for t in nlp(text)] for text in json.loads(sys.argv[2])]))`;
    const expected = JSON.parse(
      execFileSync(python, ["-c", script, lang, JSON.stringify(lines)], { encoding: "utf8" }),
    ) as unknown;
    const defaults = getLanguage(lang);
    const tokenizer = createTokenizer(createVocab(defaults), defaults);
    const found = lines.map((text) =>
      [...tokenizer.tokenize(text)].map(({ text, norm, isStop, likeNum }) => [text, norm, isStop, likeNum]),
    );
    expect(found).toEqual(expected);
  });
}
