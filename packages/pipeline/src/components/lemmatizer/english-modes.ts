import { baseModes, lemmatizeByRules } from "./base-modes";
import { feature, type LemmaModes, type LemmaToken } from "./lemma-mode";

/** English rules, which leave alone what is a base form by its features. Follows `spacy.lang.en.lemmatizer`. */
export const englishModes: LemmaModes = {
  ...baseModes,
  rule: {
    required: ["lemma_rules"],
    lemmatize: (token, tables) =>
      isBaseForm(token) && token.pos !== "" && token.pos !== "space"
        ? [token.text.toLowerCase()]
        : lemmatizeByRules(token, tables),
  },
};

function isBaseForm({ pos, morph }: LemmaToken): boolean {
  if (morph === "") return false;
  const verbForm = feature(morph, "VerbForm");
  const number = feature(morph, "Number");
  if (pos === "noun" && number === "Sing") return true;
  if (pos === "verb" && verbForm === "Fin" && feature(morph, "Tense") === "Pres" && number === undefined)
    return true;
  return verbForm === "Inf" || verbForm === "None" || feature(morph, "Degree") === "Pos";
}
