import { baseModes } from "./base-modes";
import type { LemmaModes, LemmaToken } from "./lemma-mode";
import type { LemmaTables } from "./lemma-tables";

type Features = ReadonlySet<string>;
interface Word {
  readonly text: string;
  readonly features: Features;
  /** The group of rules that the features select. */
  readonly rule: string;
  readonly tables: LemmaTables;
}

const asWritten = new Set("adp cconj intj part propn punct sconj sym x".split(" "));
const patterns = new Map<string, RegExp>();

/** Replaces what a pattern of the tables finds, everywhere. */
function replace(text: string, pattern: string, replacement: string): string {
  let regex = patterns.get(pattern);
  if (regex === undefined) patterns.set(pattern, (regex = new RegExp(pattern, "gu")));
  return text.replace(regex, () => replacement);
}

const changedBy = (text: string, rules: ReturnType<LemmaTables["rules"]>): string[] =>
  rules
    .map(([ending, replacement]) => replace(text, `${ending}$`, replacement))
    .filter((form) => form !== text);

/** The first group of rules whose features a word has. */
function selectRule(pos: string, features: Features, tables: LemmaTables): string {
  const groups = tables.find("lemma_rules_groups", pos);
  if (!Array.isArray(groups)) return "";
  const found = (groups as [string, string[]][]).find(([, needed]) =>
    needed.every((part) => features.has(part)),
  );
  return found?.[0] ?? "";
}

const fixed = ({ text, tables }: Word, group: string): string | undefined =>
  tables.rules(group).find(([word]) => word === text)?.[1];

/** Known forms if there are any, else all, else the word. */
function preferKnown(forms: readonly string[], words: ReadonlySet<string>, text: string): string {
  return forms.find((form) => words.has(form)) ?? forms[0] ?? text;
}

/** Nouns and adjectives; plurals such as `jóvenes` lose their accent. */
function nominal(word: Word, pos: string): string {
  const { text, features, rule, tables } = word;
  const forms = changedBy(text, tables.rules(rule));
  const more: string[] = [];
  if (features.has("Number=Plur"))
    for (const form of forms)
      if (/[ns]$/.test(form))
        for (const [accented, plain] of tables.rules("accents")) more.push(replace(form, accented, plain));
  return preferKnown([...forms, ...more], tables.words(pos), text);
}

function pronoun(word: Word, pos: "det" | "pron"): string {
  const { text, tables } = word;
  const known = fixed(word, pos) ?? fixed(word, "det_and_pron_fixed");
  if (known !== undefined) return known;
  const forms = tables
    .rules("det_and_pron_general")
    .map(([ending, replacement]) => replace(text, `${ending}$`, replacement))
    .filter((form) => pos === "det" || form !== text);
  return preferKnown([...forms, text], tables.words(pos), text);
}

function numeral(word: Word): string {
  const known = fixed(word, "num");
  if (known !== undefined) return known;
  const { text } = word;
  const bare = /\.[0-9]{3}$/.test(text.split(",")[0]) ? text.replaceAll(".", "") : text;
  return bare.replaceAll(",", ".");
}

function verb(word: Word): string {
  const { text, features, rule, tables } = word;
  if (features.has("PronType=Prs")) return verbWithPronouns(word);
  const words = tables.words("verb");
  const forms = changedBy(text, tables.rules(rule));
  const known = forms.find((form) => words.has(form)) ?? withOtherVowel(forms, tables);
  if (known !== undefined) return known;
  // Such as "amplían": the rules give "amplíar".
  for (const form of [...forms])
    for (const [accented, plain] of tables.rules("accents")) forms.push(replace(form, accented, plain));
  return forms[0] ?? text;
}

/** The first known verb after a change of vowels, as in `puedo` and `poder`. */
function withOtherVowel(forms: readonly string[], tables: LemmaTables): string | undefined {
  const words = tables.words("verb");
  for (const form of forms) {
    for (const [vowel, other] of tables.rules("voc_alt_1"))
      for (let at = form.indexOf(vowel); at !== -1; at = form.indexOf(vowel, at + 1)) {
        const changed = form.slice(0, at) + other + form.slice(at + 1);
        if (words.has(changed)) return changed;
      }
    for (const [vowels, other] of tables.rules("voc_alt_2")) {
      const changed = form.replace(vowels, () => other);
      if (changed !== form && words.has(changed)) return changed;
    }
  }
  return undefined;
}

/** `dáselo`: the lemma of the verb, then those of the pronouns that hang on it. */
function verbWithPronouns({ text, features, tables }: Word): string {
  const pronouns: string[] = [];
  let stem = text;
  for (let found = clitic.exec(stem); found !== null && pronouns.length <= 3; found = clitic.exec(stem)) {
    stem = stem.slice(0, stem.length - found[1].length);
    pronouns.unshift(found[1]);
  }
  for (const [accented, plain] of tables.rules("accents")) stem = replace(stem, accented, plain);
  const withoutPronoun = new Set([...features].filter((part) => part !== "PronType=Prs"));
  const rule = selectRule("verb", features, tables);
  const lemma =
    tables.exceptions("verb", stem)[0] ?? verb({ text: stem, features: withoutPronoun, rule, tables });
  const lemmas = pronouns.map(
    (text) => tables.exceptions("pron", text)[0] ?? pronoun({ text, features, rule: "", tables }, "pron"),
  );
  return `${lemma} ${lemmas.join(" ")}`;
}

const clitic = /([mts]e|l[aeo]s?|n?os)$/;

function byPartOfSpeech(word: Word, pos: string): string {
  switch (pos) {
    case "noun":
    case "adj":
      return nominal(word, pos);
    case "verb":
      return verb(word);
    case "det":
    case "pron":
      return pronoun(word, pos);
    case "num":
      return numeral(word);
    case "adv":
      return fixed(word, "adverbs") ?? word.text;
    default:
      return word.text;
  }
}

/** Spanish rules, chosen by the features of a word. Follows `spacy.lang.es.lemmatizer`. */
export const spanishModes: LemmaModes = {
  ...baseModes,
  rule: {
    required: ["lemma_rules", "lemma_rules_groups", "lemma_index", "lemma_exc"],
    dependsOnStart: true,
    lemmatize({ text, pos, morph, isSentStart }: LemmaToken, tables) {
      const lower = text.toLowerCase();
      if (pos === "" || pos === "eol" || pos === "space") return [lower];
      if (asWritten.has(pos)) return [isSentStart && pos !== "propn" ? lower : text];
      const irregular = tables.exceptions(pos, lower);
      if (irregular.length > 0) return irregular;
      const rulePos = pos === "aux" ? "verb" : pos;
      const features = new Set(morph === "" ? [] : morph.split("|"));
      return [
        byPartOfSpeech(
          { text: lower, features, rule: selectRule(rulePos, features, tables), tables },
          rulePos,
        ),
      ];
    },
  },
};
