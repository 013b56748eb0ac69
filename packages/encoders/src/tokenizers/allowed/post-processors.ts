import type { Step } from "../tokenizer-json";
import { byteLevel } from "./pre-tokenizers";
import {
  flag,
  flatten,
  id,
  isTable,
  pieceAndId,
  refuse,
  shortened,
  takeStep,
  text,
  type Field,
  type Review,
  type StepTable,
} from "./review";

const list: Field = { allowed: "a list", test: Array.isArray };
const tokens: Field = { allowed: "a table of tokens", test: isTable };

const table: StepTable = {
  BertProcessing: { sep: pieceAndId, cls: pieceAndId },
  RobertaProcessing: { sep: pieceAndId, cls: pieceAndId, trim_offsets: flag, add_prefix_space: flag },
  ByteLevel: byteLevel,
  TemplateProcessing: { single: list, pair: list, special_tokens: tokens },
};

/** Parts of a template, and pieces that one token of it may stand for. */
const MOST_PARTS = 32;

/** The post-processor of a tokenizer.json. @throws TR105 */
export function takePostProcessor(step: unknown, review: Review): Step | null {
  if (step === null) return null;
  let around = 0;
  const processors = flatten(step, "processors", { review, place: "the post-processor" }).map(
    ({ step: one, place }) => {
      const taken = takeStep(one, table, { review, place });
      // Behind a template there are more parts than one text or two, which the others do not foresee.
      if (taken.type !== "ByteLevel" && ++around > 1)
        throw refuse(review, place, "puts special pieces around the text a second time");
      if (taken.type === "TemplateProcessing")
        return takeTemplate(taken, { review, place: `${place} (TemplateProcessing)` });
      return taken;
    },
  );
  return (step as Step).type === "Sequence" ? { type: "Sequence", processors } : processors[0];
}

interface Use {
  readonly review: Review;
  readonly place: string;
}

function takeTemplate(step: Step, use: Use): Step {
  const { review, place } = use;
  const special = (step.special_tokens ?? {}) as Record<string, unknown>;
  for (const [name, token] of Object.entries(special)) checkToken(name, token, use);
  for (const key of ["single", "pair"] as const) {
    const parts = (step[key] ?? []) as unknown[];
    if (parts.length > MOST_PARTS)
      throw refuse(review, place, `has ${parts.length} parts in "${key}". Allowed: ${MOST_PARTS}`);
    const sequences = parts.map((part) => sequenceOf(part, special, { ...use, key }));
    const times = (name: string) => sequences.filter((sequence) => sequence === name).length;
    // The library takes the second text where there is one text alone.
    const allowed =
      key === "single" ? times("A") === 1 && times("B") === 0 : times("A") < 2 && times("B") < 2;
    if (!allowed && (key === "single" || parts.length > 0))
      throw refuse(
        review,
        place,
        `does not have the text once in "${key}", with "A" for one text, and "A" and "B" for two`,
      );
  }
  return step;
}

/** The text that a part stands for; undefined for a special piece. */
function sequenceOf(
  part: unknown,
  special: Record<string, unknown>,
  { review, place, key }: Use & { readonly key: string },
): string | undefined {
  const entries = isTable(part) ? Object.entries(part) : [];
  const [kind, value] = entries.length === 1 ? entries[0] : [];
  const { id: name, type_id: type } = (isTable(value) ? value : {}) as { id?: unknown; type_id?: unknown };
  if (typeof name === "string" && id.test(type)) {
    if (kind === "Sequence" && (name === "A" || name === "B")) return name;
    if (kind === "SpecialToken") {
      if (Object.hasOwn(special, name)) return undefined;
      throw refuse(review, place, `has the token ${shortened(name)}, which "special_tokens" lacks`);
    }
  }
  throw refuse(review, place, `has the part ${shortened(part)} in "${key}", which is no text and no token`);
}

function checkToken(name: string, token: unknown, { review, place }: Use): void {
  const { ids, tokens: texts } = (isTable(token) ? token : {}) as { ids?: unknown; tokens?: unknown };
  const whole =
    Array.isArray(ids) &&
    Array.isArray(texts) &&
    ids.length === texts.length &&
    ids.length <= MOST_PARTS &&
    ids.every(id.test) &&
    texts.every(text.test);
  if (!whole) throw refuse(review, place, `has the token ${shortened(name)} without as many ids as texts`);
}
