import type { PackageRegistrations } from "@x/core";
import { declaredIn, tableOf } from "@x/core/spi";
import * as biLstm from "./architectures/bilstm-encoder";
import * as characterEmbed from "./architectures/character-embed";
import * as hashEmbedCnn from "./architectures/hash-embed-cnn";
import * as multiHashEmbed from "./architectures/multi-hash-embed";
import * as textcatEnsemble from "./architectures/textcat-ensemble-v1";
import * as textcatLowData from "./architectures/textcat-low-data";
import * as tok2vec from "./architectures/tok2vec";
import * as windowEncoder from "./architectures/window-encoder";
import * as component from "./component/tok2vec";
import * as charEmbed from "./layers/char-embed";
import * as featureExtractor from "./layers/feature-extractor";
import * as staticVectors from "./layers/static-vectors";
import * as listener from "./layers/tok2vec-listener";

/** Everything that configs can name from this package. */
export const registrations: PackageRegistrations = tableOf(
  "@x/tok2vec",
  declaredIn(
    ...[tok2vec, listener, hashEmbedCnn, multiHashEmbed, characterEmbed],
    ...[windowEncoder, biLstm, textcatLowData, textcatEnsemble],
    ...[charEmbed, featureExtractor, staticVectors, component],
  ),
);
