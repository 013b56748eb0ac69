import type { Example } from "@x/core";
import type { CalledWithPipeline } from "@x/pipeline/spi";

/** What a corpus of the config resolves to: a fresh pass over its examples each time it is called. */
export type Reader = CalledWithPipeline<[], Iterable<Example>>;

/** A reader of raw texts that can say beforehand what is wrong with them. */
export interface RawTextReader extends Reader {
  /** Looks through the corpus; throws at the first line that cannot be used, where such lines are not skipped. */
  check(): void;
  /** What happens to a line that cannot be used; default "fail". */
  brokenLines: "fail" | "skip";
  /** The lines that were left out by the last pass or check, with file and line. */
  readonly skipped: readonly string[];
}

/** Turns an example into one or more, for example with the words in lower case. */
export type Augmenter = CalledWithPipeline<[example: Example], Iterable<Example>>;
