import type { PackageRegistrations, Registration } from "@x/core";
import { tableOf } from "@x/core/spi";
import { z } from "zod";
import { transformerArchitectures } from "./architectures/registrations";
import { annotationSetters } from "./component/registrations";
import { transformer } from "./component/transformer";
import { curatedArchitectures, curatedCallbacks, modelLoaders } from "./curated/registrations";
import { curatedTransformer } from "./curated/curated-transformer";
import { docSpans } from "./spans/doc-spans";
import { sentSpans } from "./spans/sent-spans";
import type { SpanGetter } from "./spans/span-getter";
import { stridedSpans } from "./spans/strided-spans";

/** Checks that a registration's function takes what its schema gives. */
function entry<S extends z.ZodObject, R>(
  schema: S,
  create: (args: z.output<S>) => R,
  summary: string,
): Registration {
  return { schema, create, summary };
}

const spanGetters = {
  "spacy-transformers.doc_spans.v1": entry<z.ZodObject, SpanGetter>(
    z.strictObject({}),
    docSpans,
    "Each document as one span.",
  ),
  "spacy-transformers.sent_spans.v1": entry<z.ZodObject, SpanGetter>(
    z.strictObject({}),
    sentSpans,
    "Each sentence as a span.",
  ),
  "spacy-transformers.strided_spans.v1": entry(
    z.strictObject({ window: z.int().min(1), stride: z.int().min(1) }),
    stridedSpans,
    "Overlapping windows of a fixed number of tokens.",
  ),
};

/** Everything that a config can name from this package. */
export const registrations: PackageRegistrations = {
  packageName: "@x/transformers",
  architectures: { ...transformerArchitectures, ...curatedArchitectures },
  annotation_setters: annotationSetters,
  callbacks: curatedCallbacks,
  factories: tableOf("@x/transformers", [transformer, curatedTransformer]).factories,
  model_loaders: modelLoaders,
  span_getters: spanGetters,
};
