import { errorCode } from "@x/core";
import { expect } from "vitest";
import { decodeArray, openGolden } from "../../../tools/testing/golden";
import { Param } from "../src/model/param";
import { Optimizer, type OptimizerOptions } from "../src/optimizers";
import { registrations } from "../src/registrations";
import {
  compounding,
  constant,
  constantThen,
  cyclicTriangular,
  decaying,
  slantedTriangular,
  warmupLinear,
  type Schedule,
} from "../src/schedules";
import { decode, expectClose, expectNumbers, type Tagged } from "./golden-values";

const golden = openGolden("nn");
const file = "nn/optim.json";

const makers: Record<string, (args: Tagged) => Schedule> = {
  compounding,
  constant,
  constant_then: (args) => constantThen({ ...args, schedule: decaying({ base_rate: 0.5, decay: 0.1 }) }),
  cyclic_triangular: cyclicTriangular,
  decaying,
  slanted_triangular: slantedTriangular,
  warmup_linear: warmupLinear,
};

function optimizerOf(settings: Tagged): Optimizer {
  const { lr_scale: _scale, ...options } = settings;
  if (options.learn_rate === "warmup_linear(0.02, 5, 15)")
    options.learn_rate = warmupLinear({ initial_rate: 0.02, warmup_steps: 5, total_steps: 15 });
  return new Optimizer({ learn_rate: 0.001, ...options } as OptimizerOptions);
}

golden.skipUnless(file, () => {
  const { optimizers, schedules, losses } = golden.json<Tagged>(file);
  const floats = (array: Tagged) => decodeArray(array).data as Float32Array;

  for (const [name, trace] of Object.entries<Tagged>(optimizers.traces))
    golden.case(`${file}#optimizers/${name}`, () => {
      const optimizer = optimizerOf(trace.settings);
      for (const key of ["W", "b"]) {
        const start = floats(optimizers.start[key]);
        const grads = floats(optimizers.grads[key]);
        const optimizer = optimizerOf(trace.settings);
        const param = new Param([start.length], start.slice());
        for (let step = 0; step < 20; step++) {
          const from = step * start.length;
          const to = from + start.length;
          expect(optimizer.learnRate).toBeCloseTo(trace.learn_rates[step], 12);
          param.grad = grads.slice(from, to);
          optimizer.step(key, param, { lrScale: trace.settings.lr_scale ?? 1 });
          optimizer.stepSchedules();
          expect(param.grad.every((value) => value === 0)).toBe(true);
          const want = { abs: 1e-6, rel: 0 };
          expectNumbers(
            param.data,
            floats(trace.params[key]).subarray(from, to),
            want,
            `${key} after step ${step}`,
          );
          if (trace.averages === undefined) expect(optimizer.averages).toBeUndefined();
          else
            expectNumbers(
              optimizer.averages?.get(key) ?? [],
              floats(trace.averages[key]).subarray(from, to),
              want,
              `average of ${key} after step ${step}`,
            );
        }
        for (const [name, moment] of [
          ["mom1", "first"],
          ["mom2", "second"],
        ] as const)
          if (trace[name][key] !== undefined)
            expectNumbers(
              optimizer.momentsOf(key)?.[moment] ?? [],
              floats(trace[name][key]),
              { abs: 1e-6, rel: 1e-5 },
              name,
            );
      }
      expect(optimizer.momentsOf("W")).toBeUndefined();
    });

  for (const [name, { args, values }] of Object.entries<Tagged>(schedules))
    golden.case(`${file}#schedules/${name}`, () => {
      const kind = Object.keys(makers)
        .filter((key) => name.startsWith(key))
        .sort((a, b) => b.length - a.length)[0];
      const schedule = makers[kind](args);
      for (const value of values)
        expect(Math.abs(schedule.next() - value)).toBeLessThanOrEqual(1e-6 * Math.abs(value));
    });

  losses.forEach((entry: Tagged, i: number) =>
    golden.case(`${file}#losses/${i}-${entry.loss}`, () => {
      const table = registrations.losses ?? {};
      const version = [3, 2, 1].find((n) => `${entry.loss}.v${n}` in table);
      const { schema, create } = table[`${entry.loss}.v${version}`];
      const loss = create(schema.parse(entry.options)) as {
        call(guesses: unknown, truths: unknown): [unknown, number];
      };
      const truths = entry.truths.type === undefined ? entry.truths : decode(entry.truths);
      const run = () => loss.call(decode(entry.guesses), truths);
      if (entry.error !== undefined) {
        expect(codeOf(run)).toBe("NN440");
        return;
      }
      const [gradient, value] = run();
      expectClose(gradient, decode(entry.grad), { abs: 1e-7, rel: 1e-6 }, "gradient");
      expect(Math.abs(value - entry.value)).toBeLessThanOrEqual(1e-6 * Math.abs(entry.value));
    }),
  );
});

function codeOf(run: () => unknown): string | undefined {
  try {
    run();
  } catch (thrown) {
    return errorCode(thrown);
  }
  return undefined;
}
