import type { Step } from "../tokenizer-json";
import { byteLevel, metaspace } from "./pre-tokenizers";
import {
  character,
  count,
  flag,
  flatten,
  isTable,
  takeStep,
  text,
  type Review,
  type StepTable,
} from "./review";

/** Kept for those who read the stored file; here nothing is decoded, and the library is given none. */
const table: StepTable = {
  BPEDecoder: { suffix: text },
  ByteLevel: byteLevel,
  WordPiece: { prefix: text, cleanup: flag },
  Metaspace: metaspace,
  CTC: { pad_token: text, word_delimiter_token: text, cleanup: flag },
  Replace: { pattern: { allowed: "a pattern", test: isTable }, content: text },
  Fuse: {},
  Strip: { content: character, start: count(0, 1_000_000), stop: count(0, 1_000_000) },
  ByteFallback: {},
};

/** The decoder of a tokenizer.json. @throws TR105 */
export function takeDecoder(step: unknown, review: Review): Step | null {
  if (step === null) return null;
  const decoders = flatten(step, "decoders", { review, place: "the decoder" }).map(({ step: one, place }) =>
    takeStep(one, table, { review, place }),
  );
  return (step as Step).type === "Sequence" ? { type: "Sequence", decoders } : decoders[0];
}
