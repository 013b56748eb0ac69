import { chain, HashEmbed, LayerNorm, Linear, Maxout, residual, withArray } from "@x/nn";
import { msgpackValues, msgpackWords } from "../msgpack-seeds.mjs";
import { utf8 } from "../text.mjs";

/** A small network with every kind of node that stored pipelines have. */
function network() {
  const model = chain(
    withArray(chain(HashEmbed({ nO: 4, nV: 8, column: 0, seed: 1 }), LayerNorm({ nI: 4 }))),
    withArray(residual(Maxout({ nO: 4, nI: 4, nP: 2 }))),
    withArray(Linear({ nO: 2, nI: 4 })),
  );
  model.initialize();
  return model;
}

export const target = {
  values: msgpackValues,
  seeds: () => [network().toBytes()],
  words: [...msgpackWords, ...["nd", "type", "<f4", "shape", "data", "dims", "refs", "nO"].map(utf8)],
  prepare: network,
  run: (bytes, pick, model) => void model.fromBytes(bytes),
};
