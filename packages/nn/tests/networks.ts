import { chain } from "../src/layers/chain";
import { clone } from "../src/layers/clone";
import { concatenate } from "../src/layers/concatenate";
import { expandWindow } from "../src/layers/expand-window";
import { HashEmbed } from "../src/layers/hash-embed";
import { list2ragged } from "../src/layers/list2ragged";
import { Maxout } from "../src/layers/maxout";
import { ragged2list } from "../src/layers/ragged2list";
import { residual } from "../src/layers/residual";
import { Softmax } from "../src/layers/softmax";
import { withArray } from "../src/layers/with-array";
import { Model } from "../src/model/model";
import type { Sequences } from "../src/model/values";

/** Stands for the feature extractor, which lives elsewhere: hands features through. */
function features(columns: readonly string[]): Model {
  return new Model("extract_features", { attrs: { columns }, layer: { prepare: (_model, X: never) => X } });
}

/** Embeddings of several columns of features, mixed by a maxout. */
export function multiHashEmbed(options: {
  readonly width: number;
  readonly rows: readonly number[];
  readonly columns?: readonly string[];
  readonly dropout?: number;
}): Model {
  const { width, rows } = options;
  const embeds = rows.map((nV, column) => HashEmbed({ nO: width, nV, column, seed: 8 + column, dropout: 0 }));
  const mixer = Maxout({
    nO: width,
    nI: width * rows.length,
    nP: 3,
    dropout: options.dropout ?? 0,
    normalize: true,
  });
  return chain(
    features(options.columns ?? rows.map(String)),
    list2ragged(),
    withArray(concatenate(...embeds)),
    withArray(mixer),
    ragged2list(),
  );
}

export function maxoutWindowEncoder(options: {
  readonly width: number;
  readonly depth: number;
  readonly window_size: number;
  readonly maxout_pieces: number;
}): Model {
  const { width, depth, window_size, maxout_pieces } = options;
  const block = chain(
    expandWindow({ window_size }),
    Maxout({ nO: width, nI: width * (2 * window_size + 1), nP: maxout_pieces, dropout: 0, normalize: true }),
  );
  return withArray(clone(residual(block), depth), { pad: window_size * depth });
}

export function tok2vec(embed: Model, encode: Model): Model<Sequences, Sequences> {
  const model = chain<Sequences, Sequences>(embed, encode);
  model.setRef("embed", embed);
  model.setRef("encode", encode);
  return model;
}

export function tagger(
  upstream: Model,
  options: { readonly nO: number; readonly nI: number },
): Model<Sequences, Sequences> {
  return chain(upstream, withArray(Softmax({ ...options, normalize_outputs: false })));
}
