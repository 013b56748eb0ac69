import { block, defineCall, orNull } from "@x/core/spi";
import { errors } from "../errors";
import type { Logger, LoggerSession } from "./logger";

/** What a config has them in. */
const places = Array.from({ length: 10 }, (_, i) => `logger${i + 1}`);

/** Several loggers, one after another at every step. Throws P313 without any. */
export const chainLogger = defineCall(
  "loggers",
  "spacy.ChainLogger.v1",
  {
    summary: "Runs several loggers.",
    settings: Object.fromEntries(places.map((place) => [place, orNull(block<Logger>("loggers"))])),
    call: (loggers, chain) => chain(Object.values(loggers)),
  },
  (loggers: readonly (Logger | null)[]): Logger => {
    const given = loggers.filter((logger) => logger !== null);
    if (given.length === 0) throw errors.noLoggers();
    return (nlp, context) => {
      const sessions = given.map((logger) => logger(nlp, context));
      return {
        async start() {
          for (const session of sessions) await session.start?.();
        },
        async logStep(info) {
          for (const session of sessions) await session.logStep(info);
        },
        async finalize() {
          await finalizeAll(sessions);
        },
      };
    };
  },
);

/** Each one has its turn, whatever the others throw; the first error is thrown in the end. */
async function finalizeAll([first, ...rest]: readonly LoggerSession[]): Promise<void> {
  if (first === undefined) return;
  try {
    await first.finalize();
  } finally {
    await finalizeAll(rest);
  }
}
