import { defineCall, list, text } from "@x/core/spi";
import { errors } from "../errors";
import type { Logger } from "./logger";
import { matchAny, trainingStats } from "./training-stats";

/** Prints the values of an evaluated step whose names match, for example `losses.ner -> 12.5`. Throws P311 without any patterns. */
export const lookupLogger = defineCall(
  "loggers",
  "spacy.LookupLogger.v1",
  {
    summary: "Prints the values with matching names.",
    settings: {
      /** Regular expressions for names such as `score`, `losses.ner`, `other_scores.ents_f`. */
      patterns: list(text()),
    },
    call: ({ patterns }, logger) => logger(patterns),
  },
  (patterns: readonly string[]): Logger => {
    if (patterns.length === 0) throw errors.noPatterns();
    const matches = matchAny(patterns);
    return (_nlp, { stdout }) => ({
      logStep(info) {
        if (info === undefined) return;
        for (const [name, value] of trainingStats(info))
          if (matches(name)) stdout.write(`${name} -> ${JSON.stringify(value)}\n`);
      },
      finalize: () => undefined,
    });
  },
);
