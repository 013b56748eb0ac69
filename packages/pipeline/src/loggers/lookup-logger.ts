import { error } from "../errors";
import type { Logger } from "./logger";
import { matchAny, trainingStats } from "./training-stats";

/**
 * Prints the values of an evaluated step whose names match (`spacy.LookupLogger.v1`), for example `losses.ner -> 12.5`.
 *
 * @param patterns regular expressions for names such as `score`, `losses.ner`, `other_scores.ents_f`; P311 without any
 */
export function lookupLogger(patterns: readonly string[]): Logger {
  if (patterns.length === 0) throw error("P311");
  const matches = matchAny(patterns);
  return (_nlp, { stdout }) => ({
    logStep(info) {
      if (info === undefined) return;
      for (const [name, value] of trainingStats(info))
        if (matches(name)) stdout.write(`${name} -> ${JSON.stringify(value)}\n`);
    },
    finalize: () => undefined,
  });
}
