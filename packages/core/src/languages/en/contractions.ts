/*
 * Contractions of English, in the notation of `specialCases`. Each clitic comes with its apostrophe and without.
 * Where a norm is missing, the token keeps its lexeme's: that is upstream's data, and trained weights read it.
 */
const will = ["'ll=will", "ll=will", "'ll=will 've=have", "ll=will ve=have"];
const would = ["'d='d", "d='d", "'d=would 've=have", "d=would ve=have"];
const have = ["'ve=have", "ve=have"];
const are = ["'re=are", "re=are"];
const is = ["'s='s", "s"];
const am = ["'m=am", "m", "'m=am a=gonna", "m=am a=gonna"];
const not = ["n't=not", "nt=not"];
const notHave = ["n't=not 've=have", "nt=not ve=have"];

const title = (word: string): string => word[0].toUpperCase() + word.slice(1);

/** Each stem, small and capitalised, with each of the endings. */
function* contract(stems: readonly string[], endings: readonly string[]): Generator<string> {
  for (const stem of stems) {
    const [word, norm] = stem.split("=");
    const suffix = norm === undefined ? "" : `=${norm}`;
    for (const form of [word, title(word)]) for (const ending of endings) yield `${form}${suffix} ${ending}`;
  }
}

/** Words whose norm is themselves in small letters. */
const words = (list: string): string[] => list.split(" ").map((word) => `${word}=${word}`);

const asking = words("who what when where why how there");
const demonstrative = words("that this");
const plural = words("these those");
const modals = words("could might must should would");

/** Words that a contraction must not be mistaken for. */
const exceptions = new Set(["ill", "its", "hell", "shell", "shed", "were", "well", "whore"]);

const all = [
  ...contract(words("i"), [...am, ...will, ...would, ...have]),
  ...contract(words("you we they"), [...will, ...would, ...have, ...are]),
  ...contract(words("he she it"), [...will, ...would, ...is]),
  ...contract(asking, [...is, ...will, ...are, "'ve", ...would]),
  ...contract(demonstrative, [...is, ...will, ...would]),
  ...contract(plural, [...will, ...are, "'ve", ...would]),
  // Here upstream gives the stem no norm.
  ...contract("who what when where why how there these those".split(" "), ["ve=have"]),
  ...contract(["ca=can", "do=do", "does=does", "did=do", "had=have", "may=may"], [...not, ...notHave]),
  ...contract(["need=need", "ought=ought", "sha=shall", "wo=will", ...modals], [...not, ...notHave]),
  ...contract(modals, ["'ve", "ve"]),
  ...contract(["ai", ...words("are is was were have has dare")], not),
];

const others = [
  "y'=you all", "y=you all", "how 'd 'y=you", "How=how 'd 'y=you", "not 've=have", "not ve=have",
  "Not=not 've=have", "Not=not ve=have", "can not", "Can=can not", "gon=going na=to", "Gon=going na=to",
  "got ta=to", "Got=got ta=to", "let 's=us", "Let=let 's=us", "c'm=come on", "C'm=come on",
]; // prettier-ignore

/** All contractions, later ones replacing earlier ones. */
export const contractions: readonly string[] = [...all, ...others].filter((notation) => {
  const text = notation.replace(/=\S+/g, "").replaceAll(" ", "");
  return !exceptions.has(text.toLowerCase());
});
