import {
  attrNames,
  modelArg,
  sizeArg,
  type AttrName,
  type Doc,
  type PackageRegistrations,
  type Registration,
} from "@x/core";
import { tableOf } from "@x/core/spi";
import type { Model, Sequences } from "@x/nn";
import type { Language } from "@x/pipeline";
import { z } from "zod";
import { characterEmbed } from "./architectures/character-embed";
import { biLstmEncoder } from "./architectures/bilstm-encoder";
import { textcatEnsembleV1 } from "./architectures/textcat-ensemble-v1";
import { textcatLowData } from "./architectures/textcat-low-data";
import { hashEmbedCnn, type HashEmbedCnnOptions } from "./architectures/hash-embed-cnn";
import { multiHashEmbed, multiHashEmbedV1 } from "./architectures/multi-hash-embed";
import { buildTok2Vec, buildTok2VecV1 } from "./architectures/tok2vec";
import {
  maxoutWindowEncoder,
  maxoutWindowEncoderV1,
  mishWindowEncoder,
  mishWindowEncoderV1,
} from "./architectures/window-encoder";
import { Tok2Vec } from "./component/tok2vec";
import { charEmbed } from "./layers/char-embed";
import { featureExtractor } from "./layers/feature-extractor";
import { staticVectors, staticVectorsV1 } from "./layers/static-vectors";
import { tok2vecListener } from "./layers/tok2vec-listener";

type TokenModel = Model<Doc[], Sequences>;

/** Checks that a registration's function takes what its schema gives. */
function entry<S extends z.ZodObject>(
  schema: S,
  create: (args: z.output<S>) => Model,
  summary: string,
): Registration {
  return { schema, create, summary };
}

const [width, depth, rows] = [sizeArg("width"), sizeArg("layers"), sizeArg("rows")];
const [window, pieces] = [sizeArg("window"), sizeArg("pieces")];
const attr = z.union([z.enum(attrNames as [AttrName, ...AttrName[]]), z.int()]);
const attrs = z.array(attr);

const hashEmbedCnnArguments = z.strictObject({
  width,
  depth,
  embed_size: rows,
  window_size: window,
  maxout_pieces: pieces,
  subword_features: z.boolean(),
  pretrained_vectors: z.boolean().nullable(),
});

const hashEmbedCnnOptions = (args: z.output<typeof hashEmbedCnnArguments>): HashEmbedCnnOptions => ({
  width: args.width,
  depth: args.depth,
  embedSize: args.embed_size,
  windowSize: args.window_size,
  maxoutPieces: args.maxout_pieces,
  subwordFeatures: args.subword_features,
  pretrainedVectors: args.pretrained_vectors,
});

const characterEmbedArguments = z.strictObject({
  width,
  rows,
  nM: width,
  nC: sizeArg("characters"),
  include_static_vectors: z.boolean(),
  feature: attr.default("LOWER"),
});

const architectures = {
  "spacy.Tok2Vec.v2": entry(
    z.strictObject({ embed: modelArg<TokenModel>(), encode: modelArg<Model<Sequences, Sequences>>() }),
    buildTok2Vec,
    "Token vectors: embed, then encode.",
  ),
  "spacy.Tok2VecListener.v1": entry(
    z.strictObject({ width, upstream: z.string().default("*") }),
    tok2vecListener,
    "Stands for the tok2vec component before it in the pipeline.",
  ),
  "spacy.HashEmbedCNN.v2": entry(
    hashEmbedCnnArguments,
    (args) => hashEmbedCnn(hashEmbedCnnOptions(args)),
    "Hashed embeddings and convolutions.",
  ),
  "spacy-legacy.HashEmbedCNN.v1": entry(
    hashEmbedCnnArguments,
    (args) => hashEmbedCnn({ ...hashEmbedCnnOptions(args), unknown: "last row" }),
    "The same as v2; words without a static vector get the last one.",
  ),
  "spacy-legacy.Tok2Vec.v1": entry(
    z.strictObject({ embed: modelArg<TokenModel>(), encode: modelArg<Model>() }),
    buildTok2VecV1,
    "Token vectors: embed, then encode with an encoder for arrays (v1).",
  ),
  "spacy.CharacterEmbed.v2": entry(
    characterEmbedArguments,
    ({ include_static_vectors, ...options }) =>
      characterEmbed({ ...options, includeStaticVectors: include_static_vectors }),
    "First and last characters of a word, and an attribute in a hashed table, mixed.",
  ),
  "spacy-legacy.CharacterEmbed.v1": entry(
    characterEmbedArguments,
    ({ include_static_vectors, ...options }) =>
      characterEmbed({ ...options, includeStaticVectors: include_static_vectors, unknown: "last row" }),
    "The same as v2; words without a static vector get the last one.",
  ),
  "spacy.MaxoutWindowEncoder.v2": entry(
    z.strictObject({ width, window_size: window, maxout_pieces: pieces, depth }),
    ({ width, window_size, maxout_pieces, depth }) =>
      maxoutWindowEncoder({ width, windowSize: window_size, maxoutPieces: maxout_pieces, depth }),
    "Convolutions with maxout units.",
  ),
  "spacy-legacy.MaxoutWindowEncoder.v1": entry(
    z.strictObject({ width, window_size: window, maxout_pieces: pieces, depth }),
    ({ width, window_size, maxout_pieces, depth }) =>
      maxoutWindowEncoderV1({ width, windowSize: window_size, maxoutPieces: maxout_pieces, depth }),
    "Convolutions with maxout units, for Tok2Vec.v1.",
  ),
  "spacy.TorchBiLSTMEncoder.v1": entry(
    z.strictObject({ width, depth: sizeArg("layers", { least: 0 }), dropout: z.number().min(0).max(1) }),
    biLstmEncoder,
    "A recurrent network in both directions.",
  ),
  "spacy.TextCatLowData.v1": entry(
    z.strictObject({
      width,
      dropout: z.number().min(0).max(1).nullable(),
      nO: rows.nullable().default(null),
    }),
    textcatLowData,
    "A text classifier on static vectors, for little data.",
  ),
  "spacy-legacy.TextCatEnsemble.v1": entry(
    z.strictObject({
      width,
      embed_size: rows,
      pretrained_vectors: z.boolean().nullable(),
      exclusive_classes: z.boolean(),
      ngram_size: sizeArg("ngram"),
      window_size: window,
      conv_depth: depth,
      dropout: z.number().min(0).max(1).nullable(),
      nO: rows.nullable().default(null),
    }),
    (args) =>
      textcatEnsembleV1({
        width: args.width,
        embedSize: args.embed_size,
        pretrainedVectors: args.pretrained_vectors,
        exclusiveClasses: args.exclusive_classes,
        ngramSize: args.ngram_size,
        windowSize: args.window_size,
        convDepth: args.conv_depth,
        dropout: args.dropout,
        nO: args.nO,
      }),
    "A text classifier of n-grams and token vectors of its own.",
  ),
  "spacy.MishWindowEncoder.v2": entry(
    z.strictObject({ width, window_size: window, depth }),
    ({ width, window_size, depth }) => mishWindowEncoder({ width, windowSize: window_size, depth }),
    "Convolutions with mish units.",
  ),
  "spacy-legacy.MishWindowEncoder.v1": entry(
    z.strictObject({ width, window_size: window, depth }),
    ({ width, window_size, depth }) => mishWindowEncoderV1({ width, windowSize: window_size, depth }),
    "Convolutions with mish units, for Tok2Vec.v1.",
  ),
};

const layers = {
  "spacy.CharEmbed.v1": entry(
    z.strictObject({ nM: width, nC: sizeArg("characters") }),
    charEmbed,
    "Vectors of the first and last bytes of a word.",
  ),
  "spacy.FeatureExtractor.v1": entry(
    z.strictObject({ columns: attrs }),
    ({ columns }) => featureExtractor(columns),
    "Attributes of tokens as keys.",
  ),
};

const defaultModel = `
[defaults]

[defaults.model]
@architectures = "spacy.HashEmbedCNN.v2"
pretrained_vectors = null
width = 96
depth = 4
embed_size = 2000
window_size = 1
maxout_pieces = 3
subword_features = true
`;

const defined = tableOf("@x/tok2vec", [multiHashEmbed, multiHashEmbedV1, staticVectors, staticVectorsV1]);

/** Everything that configs can name from this package. */
export const registrations: PackageRegistrations = {
  packageName: "@x/tok2vec",
  architectures: { ...architectures, ...defined.architectures },
  layers: { ...layers, ...defined.layers },
  factories: {
    tok2vec: {
      schema: z.strictObject({ nlp: z.custom<Language>(), name: z.string(), model: modelArg<TokenModel>() }),
      create: ({ nlp, name, model }: { nlp: Language; name: string; model: TokenModel }) =>
        new Tok2Vec(nlp.vocab, model, { name }),
      defaultConfig: () => defaultModel,
      assigns: ["doc.tensor"],
      summary: "Token vectors that other components listen to.",
    },
  },
};
