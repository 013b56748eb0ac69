import { error } from "../errors";
import type { Logger, LoggerSession } from "./logger";

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
        await finalizeAll(sessions);
      },
    };
  };
}

/** Each one has its turn, whatever the others throw; the first error is thrown in the end. */
async function finalizeAll([first, ...rest]: readonly LoggerSession[]): Promise<void> {
  if (first === undefined) return;
  try {
    await first.finalize();
  } finally {
    await finalizeAll(rest);
  }
}
