import { type Doc, type Vectors } from "@x/core";
import { codeOnly, named, orNull, share, text, type OptionsOf } from "@x/core/spi";
import { glorotUniformInit, Model, tensor, type Initializer, type Sequences, type Tensor } from "@x/nn";
import { gemm, mul } from "@x/nn/graph";
import {
  defineLayer,
  initializer,
  inferredSize,
  initParam,
  type InitOptions,
  type Scope,
  type Sym,
} from "@x/nn/spi";
import { errors, warnings } from "../errors";

/** What words without a vector get: zeros, or the last row of the table as in `StaticVectors.v1`. */
export type UnknownWords = "zeros" | "last row";

/**
 * The static vectors of the tokens times a trained matrix `W [nO, nM]`. Words without a vector give zeros.
 *
 * The table belongs to the vocabulary: it is neither trained nor stored with the model. The gradient of `W` is the true one:
 * words without a vector add nothing to it (spaCy adds the last row of the table for them).
 */
export const staticVectors = defineLayer(
  "spacy.StaticVectors.v2",
  {
    summary: "Static word vectors times a trained matrix.",
    settings: {
      /** Width of the output. */
      nO: inferredSize("width"),
      /** Width of the vectors; default that of the vocabulary, at initialization. */
      nM: inferredSize("width"),
      /** One mask of width `nO` for the whole batch; default none. */
      dropout: orNull(share()),
      /** Default: glorot uniform. */
      initW: named("init_W", initializer()),
      /** Has no effect, as in spaCy: the vectors know by what they are looked up. */
      keyAttr: text("ORTH"),
      /** What words without a vector get. */
      unknown: codeOnly<UnknownWords>("zeros"),
    },
  },
  ({ nO, nM, dropout, initW, keyAttr, unknown }) =>
    new Model<Doc[], Sequences>("static_vectors", {
      dims: { nO, nM },
      params: ["W"],
      attrs: { key_attr: keyAttr, dropout_rate: dropout },
      layer: {
        symbolic: (model, scope, X) => symbolic(model, { scope, X, unknown }),
        reach: () => 0,
        init: (model, init) => initialize(model, init, initW ?? glorotUniformInit),
      },
    }),
);
/** Options of `staticVectors`. */
export type StaticVectorsOptions = OptionsOf<typeof staticVectors.settings>;

/** Trained pipelines of spaCy 3.0 name it. */
export const staticVectorsV1 = staticVectors.as(
  "spacy-legacy.StaticVectors.v1",
  { unknown: "last row" },
  "The same as v2, except that words without a vector get the last one.",
);

interface Call {
  readonly scope: Scope;
  readonly X: Sym;
  readonly unknown: "zeros" | "last row";
}

function symbolic(model: Model, { scope, X, unknown }: Call): Sym {
  const { host, rows } = scope.hostOf(X, model);
  const docs = host as typeof host & { map<R>(compute: (docs: Doc[]) => R): ReturnType<typeof host.map<R>> };
  const nM = model.getDim("nM");
  const useLast = unknown === "last row";
  const V = scope.feed(`vectors_${nM}${useLast ? "_v1" : ""}`, docs, {
    dtype: "float32",
    shape: [rows, nM],
    prepare: (batch) => lookUp(batch as Doc[], nM, useLast ? readWithLast : readVectors),
  });
  const Y = gemm(V, scope.param(model, "W"), undefined, { transB: true });
  const mask = scope.mask(model, [model.getDim("nO")]);
  return {
    on: "graph",
    kind: "ragged",
    value: mask === undefined ? Y : mul(Y, mask),
    lengths: docs.map((batch) => Int32Array.from(batch as Doc[], (doc) => doc.length)),
  };
}

function initialize(model: Model, { X, Y, scope, random }: InitOptions, init: Initializer): void {
  if (X?.on === "host") {
    const [doc] = scope.sample(X.host) as Doc[];
    if (doc !== undefined) {
      const { vectors } = doc.vocab;
      if (vectors.width === 0) throw errors.noStaticVectors();
      if (model.attr("key_attr") !== "ORTH") doc.vocab.warn(warnings.keyAttrIgnored());
      model.setDim("nM", vectors.width);
    }
  }
  const width = Y?.on === "graph" ? Y.value.shape.at(-1) : undefined;
  if (typeof width === "number") model.setDim("nO", width);
  initParam(model, "W", { shape: [model.getDim("nO"), model.getDim("nM")], init, random });
}

type ReadDoc = (doc: Doc, out: Float32Array, offset: number) => void;

/** The vectors of all tokens of a batch, `[tokens, nM]`. */
function lookUp(docs: readonly Doc[], nM: number, read: ReadDoc): Tensor {
  const rows = docs.reduce((sum, doc) => sum + doc.length, 0);
  const data = new Float32Array(rows * nM);
  let at = 0;
  for (const doc of docs) {
    if (doc.length === 0) continue;
    checkWidth(doc.vocab.vectors, nM);
    read(doc, data, at);
    at += doc.length * nM;
  }
  return tensor("float32", [rows, nM], data);
}

function readVectors(doc: Doc, out: Float32Array, offset: number): void {
  doc.readVectors(out, offset);
}

/** Words without a vector have row -1, which numpy takes for the last row: pipelines were trained so. */
function readWithLast(doc: Doc, out: Float32Array, offset: number): void {
  const { vectors } = doc.vocab;
  doc.lexemes.forEach(({ text }, i) => {
    const at = offset + i * vectors.width;
    if (!vectors.read(text, out, at)) vectors.table.readRow(vectors.rows - 1, out, at);
  });
}

function checkWidth(vectors: Vectors, nM: number): void {
  if (vectors.width !== nM) throw errors.wrongStaticVectors(nM, vectors.width, vectors.name);
}
