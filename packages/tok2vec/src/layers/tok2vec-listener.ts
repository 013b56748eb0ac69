import type { Doc } from "@x/core";
import { size, text, type OptionsOf } from "@x/core/spi";
import { Model, type Sequences } from "@x/nn";
import { defineArchitecture, type Forward } from "@x/nn/spi";
import { listenTo } from "@x/pipeline/spi";
import { lengthsOf, tokenVectors } from "./token-vectors";

/** Stands for the tok2vec component that comes before in the pipeline: see `listenTo`. */
export const tok2vecListener = defineArchitecture(
  "spacy.Tok2VecListener.v1",
  {
    summary: "Token vectors from the preceding tok2vec component.",
    settings: {
      /** The width of the upstream's vectors. */
      width: size("width"),
      /** The name of the upstream component; "*" is the nearest one before. */
      upstream: text("*"),
    },
  },
  ({ width, upstream }) => {
    const node: Model<Doc[], Sequences> = new Model<Doc[], Sequences>("tok2vec-listener", {
      dims: { nO: width },
      layer: {
        forward: (_, docs: readonly Doc[], isTrain) => listener.listen(docs, isTrain) as Forward,
        reach: () => 0,
        infer: (model, scope, X) => {
          const { host, rows } = scope.hostOf(X, model);
          const value = scope.graph.input(scope.size("listened") as string, "float32", [rows, width]);
          return { on: "graph", kind: "list", value, lengths: host.map((docs) => lengthsOf(docs as Doc[])) };
        },
      },
    });
    const listener = listenTo(node, tokenVectors, upstream);
    return node;
  },
);
/** Options of `tok2vecListener`. */
export type Tok2VecListenerOptions = OptionsOf<typeof tok2vecListener.settings>;
