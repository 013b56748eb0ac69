import { alpha, alphaLower } from "../../text/character-classes";
import { hyphenPrefixes } from "./hyphen-prefixes";

/** Apostrophes of elision and hyphens, as bodies of classes. */
export const elisions = "'’";
export const frenchHyphens = "-–—‐‑";

/** Stems of words with a hyphen or apostrophe that stay one token; with `*` at the end, nothing needs to follow. */
const stems =
  `a-sexualis arginine-méthyl binge-watch black-out* bouche-por burn-out* by-pass* ch'tiis chape-chut
  down-load* [ée]tats-uni* droits?-de-l'homm fac-simil* fleur-bleuis flic-flaqu fox-trott google-is hard-discount*
  hip-hop* jet-set* knock-out* lèche-bott litho-typographi lock-out* lombri-compost mac-adamis marque-pag mouton-noiris
  new-york* pair-programm people-is plan-socialis premier-ministr* prud'hom réarc-bout refox-trott remicro-ond
  repique-niqu repetit-déjeun rick-roll* rond-ponn shift-cliqu soudo-bras stabilo-boss strip-teas terra-form* teuf-teuf*
  yo-yo zig-zag* z'yeut`.split(/\s+/);

const stemPattern = (stem: string): string =>
  stem
    .replace(/\*$/, "")
    .replaceAll("-", `[${frenchHyphens}]`)
    .replaceAll("'", stem.includes("l'") ? "'" : `[${elisions}]`) +
  `[${alphaLower}]${stem.endsWith("*") ? "*" : "+"}`;

/** Words in the middle, as in `saut-de-ski`, `pet-en-l'air`. */
const between = "l[èe]s? la en des? d[eu] sur sous aux? à et près saint".split(" ");

/** French words that are never split; Python's syntax. Follows `spacy.lang.fr.tokenizer_exceptions`. */
export const frenchTokenMatch =
  "(?iu)" +
  [
    ...stems.map(stemPattern),
    `(?:${hyphenPrefixes.join("|")})[${frenchHyphens}][${alphaLower}][${frenchHyphens}${alphaLower}${elisions}]*`,
    `(?:r?é?entr|grande?s?|r)[${elisions}][${alphaLower}][${frenchHyphens}${alphaLower}${elisions}]*`,
    `[${alpha}]+[${frenchHyphens}](?:${between.join("|")})[${frenchHyphens}](?:l[${elisions}])?[${alpha}]+`,
  ]
    .map((pattern) => `^${pattern}$`)
    .join("|");
