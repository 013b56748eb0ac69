import { modelArg, sizeArg, type Doc, type Registration } from "@x/core";
import type { Model, Sequences, Tensor } from "@x/nn";
import { z } from "zod";
import { spancat, spanFinder } from "../architectures/spancat";
import { ngramSuggester, presetSpansSuggester } from "./spancat-suggesters";

const tok2vec = modelArg<Model<Doc[], Sequences>>();
const layer = modelArg<Model<Tensor, Tensor>>();

function entry<S extends z.ZodObject>(
  schema: S,
  create: (args: z.output<S>) => unknown,
  summary: string,
): Registration {
  return { schema, create, summary };
}

/** The networks of span components. */
export const spancatArchitectures: Readonly<Record<string, Registration>> = {
  "spacy.SpanCategorizer.v1": entry(
    z.strictObject({ tok2vec, reducer: modelArg<Model<Sequences, Tensor>>(), scorer: layer }),
    spancat,
    "Scores suggested spans.",
  ),
  "spacy.SpanFinder.v1": entry(
    z.strictObject({ tok2vec, scorer: layer }),
    spanFinder,
    "Scores tokens as starts and ends of spans.",
  ),
};

const length = sizeArg("span");

/** What suggests spans. */
export const suggesters: Readonly<Record<string, Registration>> = {
  "spacy.ngram_suggester.v1": entry(
    z.strictObject({ sizes: z.array(length) }),
    ({ sizes }) => ngramSuggester(sizes),
    "All spans of some lengths.",
  ),
  "spacy.ngram_range_suggester.v1": entry(
    z.strictObject({ min_size: length, max_size: length }),
    ({ min_size, max_size }) =>
      ngramSuggester(Array.from({ length: Math.max(0, max_size - min_size + 1) }, (_, i) => min_size + i)),
    "All spans from one length to another.",
  ),
  "spacy.preset_spans_suggester.v1": entry(
    z.strictObject({ spans_key: z.string() }),
    ({ spans_key }) => presetSpansSuggester(spans_key),
    "The spans that a component before has found.",
  ),
};
