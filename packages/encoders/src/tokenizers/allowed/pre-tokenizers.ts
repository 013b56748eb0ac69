import type { Step } from "../tokenizer-json";
import { checkPattern } from "./patterns";
import {
  character,
  count,
  flag,
  flatten,
  isTable,
  oneOf,
  optional,
  refuse,
  takeStep,
  text,
  type Field,
  type Fields,
  type Review,
  type StepTable,
} from "./review";

const behavior = oneOf("Removed", "Isolated", "MergedWithPrevious", "MergedWithNext", "Contiguous");
const pattern: Field = { allowed: "a pattern", test: isTable };

export const byteLevel: Fields = { add_prefix_space: flag, trim_offsets: flag, use_regex: flag };

export const metaspace: Fields = {
  replacement: character,
  prepend_scheme: oneOf("always", "first", "never"),
  split: optional(flag),
  add_prefix_space: optional(flag),
  str_rep: text,
};

const table: StepTable = {
  BertPreTokenizer: {},
  ByteLevel: byteLevel,
  CharDelimiterSplit: { delimiter: character },
  Metaspace: metaspace,
  Whitespace: {},
  WhitespaceSplit: {},
  Split: { pattern, behavior, invert: flag },
  Punctuation: { behavior },
  Digits: { individual_digits: flag },
  UnicodeScripts: {},
  FixedLength: { length: count(1, 1_000_000) },
};

/** The pre-tokenizer of a tokenizer.json. @throws TR105 */
export function takePreTokenizer(step: unknown, review: Review): Step | null {
  if (step === null) return null;
  const steps = flatten(step, "pretokenizers", { review, place: "the pre-tokenizer" });
  let bytes = 0;
  const pretokenizers = steps.map(({ step: one, place }) => {
    const taken = takeStep(one, table, { review, place });
    if (taken.type === "Split") checkPattern(taken.pattern, { review, place: `${place} (Split)` });
    // Each doubles what the one before it has made.
    if (taken.type === "ByteLevel" && ++bytes > 1) throw refuse(review, place, "is there twice");
    return taken;
  });
  return (step as Step).type === "Sequence" ? { type: "Sequence", pretokenizers } : pretokenizers[0];
}
