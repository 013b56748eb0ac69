import { error } from "../errors";
import type { Logger } from "./logger";

/**
 * Several loggers, one after another at every step (`spacy.ChainLogger.v1`).
 *
 * Throws P313 without any.
 */
export function chainLogger(loggers: readonly (Logger | null)[]): Logger {
  const given = loggers.filter((logger) => logger !== null);
  if (given.length === 0) throw error("P313");
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
        for (const session of sessions) await session.finalize();
      },
    };
  };
}
