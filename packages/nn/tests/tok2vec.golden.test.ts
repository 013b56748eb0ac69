import { openGolden } from "../../../tools/testing/golden";
import { readNodes } from "../src/serialization/read-model";
import { maxoutWindowEncoder, multiHashEmbed, tok2vec } from "./networks";
import { decode, expectClose, expectNumbers, gradientTolerance, type Tagged } from "./golden-values";

const golden = openGolden("nn");
const names = ["multihash_maxout", "multihash_maxout_window2"];

for (const name of names) {
  const id = `nn/tok2vec/${name}.json`;
  golden.skipUnless(id, () => {
    golden.case(id, async () => {
      const file = golden.json<Tagged>(id);
      const { embed, encode } = file.config;
      const model = tok2vec(multiHashEmbed({ ...embed, columns: embed.attrs }), maxoutWindowEncoder(encode));
      const X = decode(file.features[0].Y) as never;
      model.fromBytes(golden.bytes(`nn/tok2vec/${name}.model.bin`));
      const expected = decode(file.Y);
      const { Y, backprop } = await model.beginUpdate(X);
      expectClose(Y, expected, { abs: 1e-4, rel: 1e-4 }, "Y");
      expectClose(await model.predict(X), expected, { abs: 1e-4, rel: 1e-4 }, "prediction");
      await backprop(decode(file.dY) as never);
      const grads = readNodes(golden.bytes(`nn/tok2vec/${name}.grads.bin`));
      [...model.walk()].forEach((node, i) => {
        for (const [key, param] of grads[i].params) {
          if (param === null) continue;
          const tolerance = gradientTolerance({ dtype: "", shape: [], data: param.data }, 1e-4);
          expectNumbers(
            node.getParam(key).grad ?? [],
            param.data,
            tolerance,
            `gradient ${i} ${node.name} ${key}`,
          );
        }
      });
    });
  });
}
