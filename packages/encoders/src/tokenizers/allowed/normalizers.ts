import { showValue } from "@x/core/spi";
import type { Step } from "../tokenizer-json";
import { longestResult } from "./normalisation-rules";
import { checkPattern } from "./patterns";
import {
  flag,
  flatten,
  isTable,
  optional,
  refuse,
  takeStep,
  text,
  type Field,
  type Review,
  type StepTable,
} from "./review";

const rules: Field = { allowed: "a text", test: (value) => typeof value === "string" };
/** Without a text the library loses the place of the first character, and ends the process at the next step. */
const someText: Field = {
  allowed: `${text.allowed}, not empty`,
  test: (value) => text.test(value) && value !== "",
};
const pattern: Field = { allowed: "a pattern", test: isTable };

const table: StepTable = {
  BertNormalizer: {
    clean_text: flag,
    handle_chinese_chars: flag,
    strip_accents: optional(flag),
    lowercase: flag,
  },
  Strip: { strip_left: flag, strip_right: flag },
  StripAccents: {},
  NFC: {},
  NFD: {},
  NFKC: {},
  NFKD: {},
  Lowercase: {},
  Nmt: {},
  Precompiled: { precompiled_charsmap: rules },
  Replace: { pattern, content: text },
  Prepend: { prepend: someText },
  ByteLevel: {},
};

/** How many characters the steps may make of one; compatibility forms, which count for nothing here, have 18 at most. */
const MOST_GROWTH = 64;

/** The normalizer of a tokenizer.json. @throws TR105 */
export function takeNormalizer(step: unknown, review: Review): Step | null {
  if (step === null) return null;
  const steps = flatten(step, "normalizers", { review, place: "the normalizer" });
  let growth = 1;
  let bytes = 0;
  const normalizers = steps.map(({ step: one, place }) => {
    const taken = takeStep(one, table, { review, place });
    growth *= Math.max(1, growthOf(taken, { review, place: `${place} (${taken.type})` }));
    if (growth > MOST_GROWTH)
      throw refuse(review, place, `makes the text more than ${MOST_GROWTH} times as long as it was`);
    // Each doubles what the one before it has made.
    if (taken.type === "ByteLevel" && ++bytes > 1) throw refuse(review, place, "is there twice");
    return taken;
  });
  return (step as Step).type === "Sequence" ? { type: "Sequence", normalizers } : normalizers[0];
}

/** How many characters a step may make of one. */
function growthOf(step: Step, use: { readonly review: Review; readonly place: string }): number {
  if (step.type === "Precompiled") {
    const longest = longestResult(step.precompiled_charsmap);
    if (longest === undefined)
      throw refuse(use.review, use.place, "has damaged rules (precompiled_charsmap)");
    return longest;
  }
  if (step.type === "Prepend") return 1 + showValue(step.prepend ?? "").length;
  if (step.type !== "Replace") return 1;
  const least = checkPattern(step.pattern, use);
  const content = showValue(step.content ?? "").length;
  return least === 0 ? content + 1 : content / least;
}
