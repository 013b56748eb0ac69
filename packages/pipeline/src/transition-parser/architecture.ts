import type { Doc } from "@x/core";
import { flag, oneOf, size, type OptionsOf } from "@x/core/spi";
import {
  chain,
  Linear,
  list2array,
  type Model,
  noop,
  PrecomputableAffine,
  zeroInit,
  type Sequences,
  type Tensor,
} from "@x/nn";
import { defineArchitecture, inferredSize, network, Param } from "@x/nn/spi";
import { errors } from "../errors";
import { transitionModel } from "./parser-model";

const contextSizes = { ner: [3, 6], parser: [8, 13] } as const;

/** The network of `ner` and `parser`. @throws P501 for an unknown `stateType` */
export const transitionBasedParser = defineArchitecture(
  "spacy.TransitionBasedParser.v2",
  {
    summary: "Scores the actions of a transition-based component.",
    settings: {
      /** Token vectors. */
      tok2vec: network<Model<Doc[], Sequences>>(),
      /** Whose states are looked at. */
      stateType: oneOf("parser", "ner")(),
      /** Look at more tokens of the state: 6 for 3, or 13 for 8. */
      extraStateTokens: flag(),
      /** Width of the hidden layer. */
      hiddenWidth: size("width"),
      /** 2 or 3; with 1 the hidden layer is rectified in training. */
      maxoutPieces: size("pieces"),
      /** Whether an upper layer scores the hidden layer; else the hidden layer has one value a class. */
      useUpper: flag(),
      /** Number of classes; null: from the labels. */
      nO: inferredSize(),
    },
  },
  ({ tok2vec, stateType, extraStateTokens, hiddenWidth, maxoutPieces, useUpper, nO }) => {
    if (!(stateType in contextSizes)) throw errors.unknownStateType(stateType);
    const width = tok2vec.hasDim("nO") === true ? tok2vec.getDim("nO") : null;
    const vectors = chain<Doc[], Tensor>(tok2vec, list2array(), Linear({ nO: hiddenWidth, nI: width }));
    vectors.setDim("nO", hiddenWidth);
    const lower = PrecomputableAffine({
      nO: useUpper ? hiddenWidth : nO,
      nI: hiddenWidth,
      nF: contextSizes[stateType][extraStateTokens ? 1 : 0],
      nP: maxoutPieces,
    });
    return transitionModel({
      tok2vec: vectors,
      lower,
      upper: useUpper ? upperLayer(nO, null) : null,
      noUpper: noop(),
      resizeOutput,
    });
  },
);
/** Options of `transitionBasedParser`. */
export type TransitionBasedParserOptions = OptionsOf<typeof transitionBasedParser.settings>;

/** Trained pipelines of spaCy 3.0 name it. */
export const transitionBasedParserV1 = defineArchitecture(
  "spacy-legacy.TransitionBasedParser.v1",
  { summary: "The same as v2.", settings: { ...transitionBasedParser.settings, useUpper: flag(true) } },
  transitionBasedParser,
);

/** A classification layer begins at zero. */
function upperLayer(nO: number | null, nI: number | null): Model {
  return Linear({ nO, nI, init_W: zeroInit });
}

/** Changes the number of classes; weights of old ones stay, new ones count as unseen until they are gold once. */
function resizeOutput(model: Model, nO: number): void {
  const hasUpper = model.attr<boolean>("has_upper");
  const name = hasUpper ? "upper" : "lower";
  const old = model.getRef(name);
  if (old.hasDim("nO") === null) return old.setDim("nO", nO);
  const oldSize = old.getDim("nO");
  if (oldSize === nO) return;
  const dim = (key: string) => old.maybeGetDim(key);
  const larger = hasUpper
    ? upperLayer(nO, dim("nI"))
    : PrecomputableAffine({ nO, nI: dim("nI"), nF: old.getDim("nF"), nP: old.getDim("nP") });
  if (old.hasParam("W") === true) {
    for (const [key, axis] of Object.entries(hasUpper ? { W: 0, b: 0 } : { W: 1, b: 0, pad: 2 }))
      larger.setParam(key, grow(old.getParam(key), axis, nO));
    const added = Array.from({ length: nO - oldSize }, (_, i) => oldSize + i);
    model.attrs.set(
      "unseen_classes",
      new Set([...model.attr<ReadonlySet<number>>("unseen_classes"), ...added]),
    );
  }
  larger.environment = model.environment;
  model.layers[hasUpper ? 2 : 1] = larger;
  model.setRef(name, larger);
}

/** The parameter with more classes along an axis, which are zero, or with the first of them. */
function grow(param: Param, axis: number, size: number): Param {
  const inner = param.shape.slice(axis + 1).reduce((product, dim) => product * dim, 1);
  const [block, larger] = [param.shape[axis] * inner, size * inner];
  const grown = new Param(param.shape.map((dim, i) => (i === axis ? size : dim)));
  for (let from = 0, to = 0; from < param.data.length; from += block, to += larger)
    grown.data.set(param.data.subarray(from, from + Math.min(block, larger)), to);
  return grown;
}
