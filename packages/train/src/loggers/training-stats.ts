import { errors } from "../errors";
import type { TrainingInfo } from "./logger";

/** The values of a step by their dotted names, as spaCy's loggers name them: `losses.ner`, `other_scores.ents_f`. */
export function trainingStats(info: TrainingInfo): Map<string, unknown> {
  const named = {
    epoch: info.epoch,
    step: info.step,
    score: info.score ?? null,
    other_scores: info.otherScores ?? {},
    losses: info.losses,
    checkpoints: info.checkpoints,
    seconds: info.seconds,
    words: info.words,
    ...(info.outputPath === undefined ? {} : { output_path: info.outputPath }),
  };
  return new Map(flatten(named, ""));
}

/** The leaves of nested objects, by their dotted paths. */
export function* flatten(value: object, prefix: string): Generator<[name: string, value: unknown]> {
  for (const [key, inner] of Object.entries(value) as [string, unknown][])
    if (typeof inner === "object" && inner !== null && !Array.isArray(inner))
      yield* flatten(inner, `${prefix}${key}.`);
    else yield [`${prefix}${key}`, inner];
}

/** Whether one of some regular expressions matches anywhere in a name. Throws P312 for what is none. */
export function matchAny(patterns: readonly string[]): (name: string) => boolean {
  const compiled = patterns.map((pattern) => {
    try {
      return new RegExp(pattern, "mu");
    } catch (cause) {
      throw errors.invalidRegex(pattern, (cause as Error).message);
    }
  });
  return (name) => compiled.some((pattern) => pattern.test(name));
}
