import { readFileSync, existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { onnxRuntime, referenceRuntime, tensor, type Runtime, type Tensor } from "@x/nn";
import { decodeArray, openGolden } from "../../../tools/testing/golden";
import { loadEncoder } from "../src/encoders/load-encoder";
import type { ModelFiles } from "../src/encoders/types";

type Encoded = Parameters<typeof decodeArray>[0];

interface Expected {
  pooler: "present" | "missing" | "absent";
  batches: {
    inputs: { input_ids: Encoded; attention_mask: Encoded; token_type_ids?: Encoded };
    last_hidden_state: Encoded;
    hidden_states: Encoded[];
    /** Of the first layer, in our own fixtures. */
    attentions?: Encoded[];
    pooler_output: Encoded | null;
  }[];
  gradient: { batch: number; d_last_hidden_state: Encoded; parameters: Record<string, Encoded | null> };
  parameter_keys: Record<string, string>;
  float64: { gradient_truly_zero: string[] };
}

const golden = openGolden("transformers");
const checkpoints = golden.find(/^transformers\/checkpoints\/[^/]+\/expected\.json$/);

const folder = (path: string): ModelFiles => ({
  name: path,
  read: async (file) =>
    existsSync(join(path, file)) ? new Uint8Array(readFileSync(join(path, file))) : undefined,
});

const inputsOf = ({ input_ids, attention_mask, token_type_ids }: Expected["batches"][0]["inputs"]) => ({
  inputIds: ints(input_ids),
  attentionMask: floats(attention_mask),
  ...(token_type_ids ? { tokenTypeIds: ints(token_type_ids) } : {}),
});

function ints(encoded: Encoded): Tensor {
  const { shape, data } = decodeArray(encoded);
  return tensor("int64", shape, Array.from(data as Int32Array, BigInt));
}

function floats(encoded: Encoded): Tensor {
  const { shape, data } = decodeArray(encoded);
  return tensor("float32", shape, Array.from(data as Int32Array, Number));
}

/** The largest difference where the mask is 1. */
function difference(actual: Tensor | undefined, expected: Encoded, mask?: Tensor): number {
  const wanted = floats(expected);
  expect(actual?.shape).toEqual(wanted.shape);
  const width = mask === undefined ? 1 : wanted.data.length / mask.data.length;
  let largest = 0;
  for (let i = 0; i < wanted.data.length; i++) {
    if (mask !== undefined && mask.data[Math.floor(i / width)] === 0) continue;
    largest = Math.max(largest, Math.abs(Number(actual?.data[i]) - Number(wanted.data[i])));
  }
  return largest;
}

/** 1 where attention starts from a wordpiece, for `[n, heads, length]`. */
function expanded(mask: Tensor, { shape: [batch, heads, length] }: Encoded): Tensor {
  const data = Array.from({ length: batch * heads * length }, (_, i) =>
    Number(mask.data[Math.floor(i / (heads * length)) * length + (i % length)]),
  );
  return tensor("float32", [batch, heads, length], data);
}

const runtimes: Record<string, () => Runtime> = {
  onnxruntime: () => onnxRuntime({ threads: 1 }),
  reference: () => referenceRuntime(),
};

describe.each(checkpoints)("$id", ({ path }) => {
  const expected = JSON.parse(readFileSync(path, "utf8")) as Expected;
  const load = (config = {}) =>
    loadEncoder(folder(dirname(path)), { config: { ...withoutDropout, ...config } });

  describe.each(Object.keys(runtimes))("%s", (name) => {
    test("hidden states, pooler", async () => {
      const encoder = await load({ output_hidden_states: true, output_attentions: true });
      const model = encoder.model();
      model.runtime = runtimes[name]();
      for (const batch of name === "reference" ? expected.batches.slice(-1) : expected.batches) {
        const inputs = inputsOf(batch.inputs);
        const { lastHiddenState, hiddenStates, poolerOutput, attentions } = await model.predict(inputs);
        expect(difference(lastHiddenState, batch.last_hidden_state, inputs.attentionMask)).toBeLessThan(2e-5);
        batch.hidden_states.forEach((state, i) =>
          expect(difference(hiddenStates?.[i], state, inputs.attentionMask)).toBeLessThan(2e-5),
        );
        batch.attentions?.forEach((probabilities, i) =>
          expect(
            difference(attentions?.[i], probabilities, expanded(inputs.attentionMask, probabilities)),
          ).toBeLessThan(2e-5),
        );
        expect(hiddenStates).toHaveLength(batch.hidden_states.length);
        if (expected.pooler === "present" && batch.pooler_output)
          expect(difference(poolerOutput, batch.pooler_output)).toBeLessThan(2e-5);
        else expect(poolerOutput === undefined).toBe(expected.pooler === "absent");
      }
    });

    test("gradients of all parameters", async () => {
      const encoder = await load();
      const model = encoder.model();
      model.runtime = runtimes[name]();
      const { gradient } = expected;
      const { backprop } = await model.beginUpdate(inputsOf(expected.batches[gradient.batch].inputs));
      await backprop({ lastHiddenState: floats(gradient.d_last_hidden_state) });
      // A pooler that the checkpoint lacks is drawn at random, in the fixtures too: it is not in them, and gets no gradient.
      const drawn = [...encoder.params].filter(
        ([key]) => expected.pooler === "missing" && key.startsWith("pooler"),
      );
      for (const [, param] of drawn) expect(param.grad).toBeUndefined();
      const keys = [...encoder.params.keys()].filter((key) => !drawn.some(([other]) => other === key));
      expect(keys).toEqual(Object.keys(gradient.parameters));
      for (const [key, wanted] of Object.entries(gradient.parameters)) {
        const param = encoder.params.get(key);
        if (wanted === null) {
          expect(param?.grad).toBeUndefined();
          continue;
        }
        const actual = tensor("float32", param?.shape ?? [], param?.grad ?? new Float32Array());
        const largest = Math.max(
          ...Array.from(floats(wanted).data, (value: unknown) => Math.abs(Number(value))),
        );
        const zero = expected.float64.gradient_truly_zero.includes(key);
        expect(difference(actual, wanted), key).toBeLessThan(zero ? 1e-4 : 1e-5 * largest);
      }
    });
  });
});

/** As the fixtures were made. */
const withoutDropout = {
  hidden_dropout_prob: 0,
  attention_probs_dropout_prob: 0,
  dropout: 0,
  attention_dropout: 0,
};
