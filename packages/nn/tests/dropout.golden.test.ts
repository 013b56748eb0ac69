import { decodeArray, openGolden } from "../../../tools/testing/golden";
import { Environment } from "../src/model/environment";
import type { Model } from "../src/model/model";
import { Param } from "../src/model/param";
import { buildLayer } from "../src/testing/build-layer";
import { featuresOf } from "./features";
import { maxoutWindowEncoder, multiHashEmbed, tok2vec } from "./networks";
import { decode, expectClose, expectNumbers, gradientTolerance, type Tagged } from "./golden-values";

const golden = openGolden("nn");
const file = "nn/layers/with_dropout.json";

function build(config: Tagged): Model {
  if (config.embed === undefined) return buildLayer(config);
  return tok2vec(
    multiHashEmbed({ ...config.embed, columns: config.embed.attrs }),
    maxoutWindowEncoder(config.encode),
  );
}

golden.skipUnless(file, () => {
  for (const entry of golden.json<Tagged>(file).cases)
    golden.case(`${file}#${entry.case}`, async () => {
      const model = build(entry.config);
      const X = (entry.X.type === "docs" ? featuresOf(entry.X.items) : decode(entry.X)) as never;
      model.initialize({ X });
      const drawn = entry.masks.map((mask: Tagged) => decodeArray(mask).data as Float32Array);
      let at = 0;
      // thinc draws one mask for each item of a list, and ones where nothing is dropped.
      const drawMask = (shape: readonly number[]) => {
        const mask = new Float32Array(shape.reduce((a, b) => a * b, 1));
        for (let from = 0; from < mask.length; from += drawn[at++].length) mask.set(drawn[at], from);
        return mask;
      };
      [...model.walk()].forEach((node, i) => {
        const { attrs, params } = entry.nodes[i];
        if ("dropout_rate" in attrs) node.attrs.set("dropout_rate", attrs.dropout_rate);
        for (const [name, array] of Object.entries<Tagged>(params)) {
          const { shape, data } = decodeArray(array);
          node.setParam(name, new Param(shape, Float32Array.from(data as Float32Array)));
        }
      });
      model.environment = new Environment({ drawMask });
      const { Y, backprop } = await model.beginUpdate(X);
      const share = entry.config.embed === undefined ? 1e-5 : 1e-4;
      expectClose(Y, decode(entry.Y), { abs: share, rel: share }, "Y");
      const dX = await backprop(decode(entry.dY));
      if (dX !== undefined && entry.dX !== undefined) {
        const expected = decode(entry.dX);
        expectClose(dX, expected, gradientTolerance(expected, share), "dX");
      }
      [...model.walk()].forEach((node, i) => {
        for (const [name, array] of Object.entries<Tagged>(entry.nodes[i].grads ?? {})) {
          const { data } = decodeArray(array);
          const tolerance = gradientTolerance(decodeArray(array), share);
          expectNumbers(node.getParam(name).grad ?? [], data, tolerance, `${node.name} ${name}`);
        }
      });
    });
});
