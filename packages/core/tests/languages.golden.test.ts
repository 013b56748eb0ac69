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

/** For every language: what rules of one do with words of another must be spaCy's too. */
const mixed = [
  "Die Bürger*innen der Stadt Köln zahlten im 3. Quartal ca. 1.234,56 € für den Straßenbau; das sind 12,5 % mehr als 2019.",
  "Er sagte: „Ich komm' am 5. Okt. um 8 Uhr vorbei, o.k.?“ Dr. Müller-Lüdenscheidt nickte, d.h. er war z.T. einverstanden.",
  "Hast du's gesehen? Ja, klar! Prof. Dr. h.c. Schmidt usw. kamen zu spät, vgl. S. 12ff. und Abs. 3 GG.",
  "Siebzehn Männer, zwanzigtausend Frauen und dreiundvierzig Kinder gingen in den Wald – ohne Karte.",
  "¿Cuándo llega el Dr. Pérez a la c/ Mayor, núm. 5? —A las 8 a.m., creo; trae 3.000 € y 2½ kg de pan.",
  "¡Vámonos! Dijo la Sra. López: «no hay más que hablar», etc. Los EE. UU. y la UE firmaron el 1º de mayo de 1999.",
  "Dámelo, dáselo y cómpralos: cuesta $5,50 (¡barato!) en www.tienda.es o por correo: ventas@tienda.es.",
  "Dieciséis niños comieron veintidós manzanas y un millón de uvas.",
  "L'été dernier, j'ai vu M. Lefèvre à l'hôtel-restaurant « Chez Lulu » : il m'a dit qu'il s'en allait aujourd'hui même.",
  "Y a-t-il quelqu'un ? Peut-être bien, dit-elle, mais c'est à quatre-vingt-dix-neuf km d'ici, soit 3,5 h de route.",
  "Mme Dubois (née en 1950) habite 12 bis, av. de la République ; tél. : 01.23.45.67.89, courriel : a.dubois@exemple.fr.",
  "Le vingt-troisième jour, le presqu'île-musée, l'arc-en-ciel, rendez-vous et entr'ouvert : jusqu'où ira-t-on ?",
  "We'll see y'all at 7:30pm, won't we? I'd've gone, but it's $4.50/lb. and she's \"busy\"... 'Twas the U.S. Army's idea.",
  "Don't @ me: http://example.com/a?b=c#d, user.name+tag@mail.example.org, C++, F#, 10km/h, 5-6, x=y*z, :-) <3 ^_^ #hashtag",
  "Владимир поехал в Санкт-Петербург в 19:45, а Ольга осталась дома (ул. Ленина, д. 5).",
  "今日は天気がいいですね。東京タワーに行きました！ 1,200円です。",
  "مرحبا بالعالم، كيف الحال؟ 😀👍🏽👨‍👩‍👧 emoji ok ❤️",
  "\t tabs\tand   spaces  mixed",
];

for (const lang of ["en", "xx", ...Object.keys(texts)]) {
  const lines = [...(texts[lang] ?? []), ...mixed];
  const run = existsSync(python) ? test : test.skip;
  run(
    `tokens, flags and stop words of ${lang} are spaCy's`,
    () => {
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
    },
    120_000,
  );
}
