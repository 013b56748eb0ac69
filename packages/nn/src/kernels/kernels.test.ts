import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { errorCode } from "@x/core";
import { describe, expect, test } from "vitest";
import { compileKernels, kernelsFile } from "../../../../tools/build/kernels.mjs";
import { decodeArray, openGolden } from "../../../../tools/testing/golden";
import type { AdamOptions, AdamState } from "./adam-pass";
import { adamStep } from "./adam-step";
import { sumOfSquares } from "./norm";
import { ArenaPool } from "./arena-pool";
import { ParameterArena } from "./parameter-arena";
import { scatterAddRows } from "./scatter-add-rows";

const wave = (length: number, phase: number) =>
  Float32Array.from({ length }, (_, i) => Math.sin(1.1 * i + phase));
const makers: [string, (values: Float32Array) => Float32Array][] = [
  ["plain arrays", (values) => Float32Array.from(values)],
  [
    "an arena",
    (() => {
      const arena = new ParameterArena(4_000_000);
      return (values) => {
        const array = arena.allocate(values.length);
        array.set(values);
        return array;
      };
    })(),
  ],
];
const close = (actual: Float32Array, expected: Float32Array, tolerance = 1e-6) =>
  expected.forEach((value, i) =>
    expect(Math.abs(actual[i] - value)).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(value))),
  );

const defaults = { learnRate: 0.001, beta1: 0.9, beta2: 0.999, eps: 1e-8, L2: 0, gradClip: 1 };
const settings: [string, Omit<AdamOptions, "step">][] = [
  ["default", defaults],
  ["no clipping", { ...defaults, gradClip: 0 }],
  ["weight decay", { ...defaults, L2: 0.05, learnRate: 0.01 }],
  ["L2 on the gradient", { ...defaults, L2: 0.05, L2IsWeightDecay: false }],
];

/** Arrays of one parameter after some steps with a waving gradient. */
function trajectory(
  make: (values: Float32Array) => Float32Array,
  length: number,
  options: Omit<AdamOptions, "step">,
  gradient = make(new Float32Array(length)),
) {
  const zeros = () => make(new Float32Array(length));
  const state: AdamState = {
    weights: make(wave(length, 1)),
    gradient,
    moment1: zeros(),
    moment2: zeros(),
    average: zeros(),
  };
  for (let step = 1; step <= 10; step++) {
    state.gradient.set(wave(length, 2 * step));
    adamStep(state, { ...options, step });
  }
  return state;
}

describe("WASM kernels equal the loops", () => {
  test.each(settings)("adam, %s", (_name, options) => {
    for (const length of [1, 4, 7, 1026]) {
      const [loop, wasm] = makers.map(([, make]) => trajectory(make, length, options));
      for (const key of ["weights", "gradient", "moment1", "moment2", "average"] as const)
        close(wasm[key] as Float32Array, loop[key] as Float32Array);
      expect(wasm.gradient.every((value) => value === 0)).toBe(true);
    }
  });

  test("a gradient outside the arena, larger than the scratch", () => {
    const length = 70_001;
    const arena = new ParameterArena(ParameterArena.bytesFor([length, length, length, length]));
    const loop = trajectory((values) => values.slice(), length, defaults);
    const wasm = trajectory((values) => arena.copyOf(values), length, defaults, new Float32Array(length));
    close(wasm.weights, loop.weights);
    close(wasm.average as Float32Array, loop.average as Float32Array);
    expect(wasm.gradient.every((value) => value === 0)).toBe(true);
  });

  test("the sum of squares", () => {
    for (const length of [0, 1, 5, 4099]) {
      const [loop, wasm] = makers.map(([, make]) => sumOfSquares(make(wave(length, 3))));
      expect(Math.abs(wasm - loop)).toBeLessThanOrEqual(1e-6 * Math.max(1, loop));
    }
  });

  test.each([1, 4])("rows, %i for each value", (perValue) => {
    for (const [width, count] of [
      [3, 5],
      [96, 3000],
    ]) {
      const rows = Int32Array.from({ length: count * perValue }, (_, i) => ((i * 7919) % 41) - 1);
      for (const ids of [rows, BigInt64Array.from(rows, BigInt)]) {
        const tables = makers.map(([, make]) => {
          const table = make(wave(40 * width, 4));
          scatterAddRows(table, { rows: ids, values: wave(count * width, 5), width, perValue });
          return table;
        });
        close(tables[1], tables[0], 1e-5);
      }
    }
  });

  test("the committed module is what the source compiles to", async () => {
    const path = fileURLToPath(new URL("wasm/kernels-wasm.ts", import.meta.url));
    expect(kernelsFile(await compileKernels())).toBe(readFileSync(path, "utf8"));
  });
});

describe.each(makers)("on %s", (_name, make) => {
  test("moments that fade away end at zero, not in denormal numbers", () => {
    const state = {
      weights: make(Float32Array.of(1)),
      gradient: make(Float32Array.of(1e-12)),
      moment1: make(new Float32Array(1)),
      moment2: make(new Float32Array(1)),
    };
    for (let step = 1; step < 9000; step++) adamStep(state, { ...defaults, step });
    expect(state.moment1[0]).toBe(0);
    expect(state.moment2[0]).toBe(0);
  });

  test("scatter leaves negative rows out and checks lengths", () => {
    const table = make(new Float32Array(4));
    scatterAddRows(table, {
      rows: Int32Array.of(1, -1, 1),
      values: Float32Array.of(1, 2, 9, 9, 3, 4),
      width: 2,
    });
    expect([...table]).toEqual([0, 0, 4, 6]);
    const wrong = () =>
      scatterAddRows(table, { rows: Int32Array.of(1), values: new Float32Array(3), width: 2 });
    expect(thrownCode(wrong)).toBe("NN302");
  });
});

describe("large parameters that lie elsewhere", () => {
  const length = 2 ** 20 + 12_345;
  const run = (make: (length: number) => Float32Array, options: Omit<AdamOptions, "step">, steps = 3) => {
    const state: AdamState = {
      weights: make(length),
      gradient: make(length),
      moment1: make(length),
      moment2: make(length),
      average: make(length),
    };
    // Most blocks are never touched, one has weights and no gradient, the last one is not whole.
    state.weights.set(wave(1000, 3), 100_000);
    for (let step = 1; step <= steps; step++) {
      for (const at of [step, 30_000 * step, length - 1]) state.gradient.set(wave(1, step), at);
      adamStep(state, { ...options, step });
    }
    return state;
  };

  test.each(settings)("are stepped as in an arena (%s)", (_, options) => {
    const arena = new ParameterArena(ParameterArena.bytesFor(new Array<number>(5).fill(length)));
    const elsewhere = run((size) => new Float32Array(size), options);
    const expected = run((size) => arena.allocate(size), options);
    for (const key of ["weights", "gradient", "moment1", "moment2", "average"] as const)
      expect(Buffer.from(elsewhere[key]!.buffer).equals(Buffer.from(expected[key]!.slice().buffer))).toBe(
        true,
      );
  });

  test("arrays that no memory of WebAssembly holds do without", () => {
    expect(new ArenaPool().take(new Array<number>(5).fill(2 ** 26))).toBeUndefined();
  });
});

describe("ArenaPool", () => {
  test("the arrays of a parameter lie together, and arenas are few", () => {
    const pool = new ArenaPool({ smallest: 1024 });
    const buffers = new Set<ArrayBufferLike>();
    for (let i = 0; i < 100; i++) {
      const arrays = pool.take([300, 300, 7])!;
      expect(new Set(arrays.map((array) => array.buffer)).size).toBe(1);
      buffers.add(arrays[0].buffer);
    }
    expect(buffers.size).toBeLessThan(9);
  });
});

describe("ParameterArena", () => {
  test("hands out what it was sized for, and no more", () => {
    for (const wasm of [true, false]) {
      const arena = new ParameterArena(ParameterArena.bytesFor([3, 100]), { wasm });
      const [a, b] = [arena.allocate(3), arena.allocate(100)];
      expect(a.buffer).toBe(b.buffer);
      expect(b.byteOffset % 64).toBe(0);
      expect(arena.left).toBe(0);
      expect(thrownCode(() => arena.allocate(1))).toBe("NN301");
    }
  });
});

function thrownCode(run: () => void): string | undefined {
  try {
    run();
  } catch (cause) {
    return errorCode(cause);
  }
  return undefined;
}

const golden = openGolden("nn");
golden.skipUnless("nn/optim.json", () => {
  type Encoded = Parameters<typeof decodeArray>[0];
  type Trace = {
    settings: Record<string, number | boolean>;
    learn_rates: number[];
    params: Record<string, Encoded>;
    averages?: Record<string, Encoded>;
  };
  const { start, grads, traces } = golden.json<{
    optimizers: {
      start: Record<string, Encoded>;
      grads: Record<string, Encoded>;
      traces: Record<string, Trace>;
    };
  }>("nn/optim.json").optimizers;
  const floats = (encoded: Encoded) => decodeArray(encoded).data as Float32Array;
  const adams = Object.entries(traces).filter(([name]) => name.startsWith("adam"));
  for (const [name, trace] of adams)
    for (const [where, make] of makers)
      golden.case(`nn/optim.json#${name} on ${where}`, () => {
        const { settings: given } = trace;
        for (const key of Object.keys(start)) {
          const weights = make(floats(start[key]));
          const { length } = weights;
          const zeros = () => make(new Float32Array(length));
          const average = trace.averages === undefined ? undefined : zeros();
          const state = { weights, gradient: zeros(), moment1: zeros(), moment2: zeros(), average };
          trace.learn_rates.forEach((rate, i) => {
            state.gradient.set(floats(grads[key]).subarray(i * length, (i + 1) * length));
            adamStep(state, {
              step: i + 1,
              learnRate: rate * Number(given.lr_scale ?? 1),
              beta1: Number(given.beta1 ?? 0.9),
              beta2: Number(given.beta2 ?? 0.999),
              eps: Number(given.eps ?? 1e-8),
              L2: Number(given.L2 ?? 0),
              L2IsWeightDecay: given.L2_is_weight_decay !== false,
              gradClip: Number(given.grad_clip ?? 1),
            });
            const slice = (encoded: Encoded) => floats(encoded).subarray(i * length, (i + 1) * length);
            close(weights, slice(trace.params[key]));
            if (average !== undefined && trace.averages !== undefined)
              close(average, slice(trace.averages[key]));
          });
        }
      });
});
