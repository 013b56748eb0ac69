import type { Example, Token } from "@x/core";
import { alignedIndex } from "./aligned-index";
import { addTo, PRFScore, PRFScores } from "./prf-score";

/** Options of `scoreTokenAttr` and `scoreTokenAttrPerFeat`. */
export interface ScoreTokenAttrOptions {
  /** Reads the attribute; default: the token's property of that name. "" is missing annotation. */
  readonly getter?: (token: Token, attr: string) => string;
}

/** The property of a token, with morphology as it is stored: "_" is an empty analysis, "" none. */
function tokenValue(token: Token, attr: string): string {
  if (attr === "morph") return token.doc.morphs?.[token.i] ?? "";
  return String((token[attr as keyof Token] ?? "") as string | number | boolean);
}

/**
 * Scores an attribute of tokens: `{attr}_acc`, null where there is nothing to score.
 *
 * It is an F score: all annotated tokens of the reference count, predicted ones if they align one to one with such a
 * token. Follows `Scorer.score_token_attr`.
 */
export function scoreTokenAttr(
  examples: Iterable<Example>,
  attr: string,
  { getter = tokenValue }: ScoreTokenAttrOptions = {},
): Record<string, number | null> {
  const score = new PRFScore();
  for (const example of examples) {
    const golds = [...example.reference].map((token) => getter(token, attr));
    const gold = new Set<string>();
    golds.forEach((value, i) => value !== "" && gold.add(`${i} ${value}`));
    const predicted = new Set<string>();
    alignedIndex(example).forEach((goldI, i) => {
      if (goldI >= 0 && golds[goldI] !== "")
        predicted.add(`${goldI} ${getter(example.predicted.token(i), attr)}`);
    });
    score.scoreSet(predicted, gold);
  }
  return { [`${attr}_acc`]: score.length === 0 ? null : score.fscore };
}

/**
 * Scores an attribute made of features (`Case=Nom|Number=Sing`) by feature: `{attr}_micro_p/r/f` and, for every
 * feature, `{attr}_per_feat`. Follows `Scorer.score_token_attr_per_feat`.
 */
export function scoreTokenAttrPerFeat(
  examples: Iterable<Example>,
  attr: string,
  { getter = tokenValue }: ScoreTokenAttrOptions = {},
): Record<string, unknown> {
  const scores = new PRFScores();
  for (const example of examples) {
    const gold = new Map<string, Set<string>>();
    const predicted = new Map<string, Set<string>>();
    const collect = (sets: Map<string, Set<string>>, features: readonly string[], goldI: number) => {
      for (const feature of features) {
        const field = feature.slice(0, feature.indexOf("="));
        scores.of(field);
        addTo(sets, field, `${goldI} ${feature}`);
      }
    };
    const golds = [...example.reference].map((token) => featuresOf(getter(token, attr)));
    golds.forEach((features, i) => collect(gold, features, i));
    alignedIndex(example).forEach((goldI, i) => {
      if (goldI < 0 || golds[goldI].length === 0) return;
      collect(predicted, featuresOf(getter(example.predicted.token(i), attr)), goldI);
    });
    scores.scoreSets(predicted, gold);
  }
  const micro = scores.total();
  const scored = micro.length > 0;
  return {
    [`${attr}_micro_p`]: scored ? micro.precision : null,
    [`${attr}_micro_r`]: scored ? micro.recall : null,
    [`${attr}_micro_f`]: scored ? micro.fscore : null,
    [`${attr}_per_feat`]: scored ? scores.toJson() : null,
  };
}

function featuresOf(value: string): string[] {
  return value === "" || value === "_" ? [] : value.split("|");
}
