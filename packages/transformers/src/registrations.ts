import type { PackageRegistrations } from "@x/core";
import { declaredIn, tableOf } from "@x/core/spi";
import * as tok2vecTransformer from "./architectures/tok2vec-transformer";
import * as annotationSetters from "./component/annotation-setters";
import * as transformer from "./component/transformer";
import * as curatedEncoders from "./curated/curated-encoders";
import * as curatedListeners from "./curated/curated-listeners";
import * as curatedModel from "./curated/curated-model";
import * as curatedTransformer from "./curated/curated-transformer";
import * as loaders from "./curated/loaders";
import * as pieceEncoders from "./curated/piece-encoders";
import * as unfreezing from "./curated/unfreezing";
import * as transformerModel from "./layers/transformer-model";
import * as docSpans from "./spans/doc-spans";
import * as sentSpans from "./spans/sent-spans";
import * as stridedSpans from "./spans/strided-spans";

/** Everything that configs can name from this package. */
export const registrations: PackageRegistrations = tableOf(
  "@x/transformers",
  declaredIn(
    ...[transformerModel, tok2vecTransformer, transformer, annotationSetters],
    ...[docSpans, sentSpans, stridedSpans],
    ...[curatedEncoders, curatedModel, pieceEncoders, curatedListeners, curatedTransformer],
    ...[loaders, unfreezing],
  ),
);
