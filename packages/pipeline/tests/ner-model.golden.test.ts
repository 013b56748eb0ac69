import { Registry, resolveConfig, parseConfig } from "@x/core";
import { unpackMsgpack } from "@x/core/spi";
import { registrations as nn, type Model } from "@x/nn";
import { registrations as tok2vec } from "@x/tok2vec";
import { expect } from "vitest";
import { decodeArray, openGolden } from "../../../tools/testing/golden";
import { registrations as pipeline } from "../src";

interface Node {
  readonly name: string;
  readonly dims: Record<string, number | null>;
  readonly layers: number[];
  readonly refs: Record<string, number | null>;
  readonly params: Record<string, Parameters<typeof decodeArray>[0] | null>;
}

const golden = openGolden("pipeline");

for (const name of ["ner_lower", "parser_upper"]) {
  const file = `nn/serialization/${name}.json`;
  golden.skipUnless(file, () => {
    const { config, nodes } = golden.json<{ config: Record<string, unknown>; nodes: Node[] }>(file);
    const bytes = () => golden.bytes(`nn/serialization/${name}.bin`);
    const build = () => {
      const registry = new Registry().use(nn, pipeline, tok2vec);
      return resolveConfig<Model>(parseConfig(configText(config)), "model", { registry });
    };

    golden.case(`${file}#tree`, () => {
      const model = build().fromBytes(bytes());
      const walked = [...model.walk()];
      expect(walked.map((node) => node.name)).toEqual(nodes.map((node) => node.name));
      walked.forEach((node, i) => {
        expect(Object.fromEntries(node.dims), node.name).toEqual(nodes[i].dims);
        expect(node.layers.map((layer) => walked.indexOf(layer))).toEqual(nodes[i].layers);
        expect(Object.fromEntries([...node.refs].map(([key, ref]) => [key, walked.indexOf(ref!)]))).toEqual(
          nodes[i].refs,
        );
        for (const [key, param] of Object.entries(nodes[i].params))
          expect(node.getParam(key).data).toEqual(decodeArray(param!).data);
      });
    });

    golden.case(`${file}#bytes`, () => {
      const written = build().fromBytes(bytes()).toBytes();
      expect(unpackMsgpack(written)).toEqual(unpackMsgpack(bytes()));
    });
  });
}

/** The block as a config's text. */
function configText(block: Record<string, unknown>, section = "model"): string {
  const entries = Object.entries(block);
  const isBlock = (value: unknown) => typeof value === "object" && value !== null && !Array.isArray(value);
  const lines = entries
    .filter(([, value]) => !isBlock(value))
    .map(([key, value]) => `${key} = ${JSON.stringify(value)}`);
  const below = entries
    .filter(([, value]) => isBlock(value))
    .map(([key, value]) => configText(value as Record<string, unknown>, `${section}.${key}`));
  return [`[${section}]`, ...lines, "", ...below].join("\n");
}
