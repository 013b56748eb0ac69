import { expect } from "vitest";
import { decodeArray, openGolden } from "../../../tools/testing/golden";
import type { Initializer } from "../src/initializers/initializer";
import { NumpyRandom } from "../src/random/numpy-random";
import { PythonRandom } from "../src/random/python-random";
import { registrations } from "../src/registrations";
import { expectNumbers, type Tagged } from "./golden-values";

const golden = openGolden("nn");
const file = "nn/random.json";

golden.skipUnless(file, () => {
  const { streams, initializers } = golden.json<Tagged>(file);
  for (const stream of streams) {
    const { seed } = stream;
    golden.case(`${file}#numpy ${seed}`, () => {
      const numpy = new NumpyRandom(seed);
      const want = stream.numpy_after_seed;
      const floats = (array: Tagged) => [...(decodeArray(array).data as Float64Array)];
      expect([...numpy.uniform(0, 1, 7)]).toEqual(floats(want.uniform));
      expectNumbers(numpy.normal(0, 0.5, 6), floats(want.normal), { abs: 0, rel: 1e-12 }, "normal");
      expect([numpy.random(), numpy.random(), numpy.random()]).toEqual(want.random);
      expect([...numpy.choice([0.1, 0.2, 0.3, 0.4], 12)]).toEqual(want.choice_p);
    });
    golden.case(`${file}#mask ${seed}`, () => {
      const mask = decodeArray(stream["dropout_mask_0.4_after_seed"]);
      expect([...new NumpyRandom(seed).mask(15, 0.4)]).toEqual([...mask.data]);
    });
    golden.case(`${file}#python ${seed}`, () => {
      const python = new PythonRandom(seed);
      const want = stream.python_after_seed;
      expect(want.uniform_50_200.map(() => python.uniform(50, 200))).toEqual(want.uniform_50_200);
      const items = Array.from({ length: 10 }, (_, i) => i);
      python.shuffle(items);
      expect(items).toEqual(want.shuffle_range10);
    });
  }
  for (const { name, shape, seed, args = {}, value } of initializers)
    golden.case(`${file}#${name} ${shape.join("x")}`, () => {
      const registration = registrations.initializers?.[`${name}.v1`];
      const init = registration?.create(registration.schema.parse(args)) as Initializer;
      const made = init(new NumpyRandom(seed), shape);
      expectNumbers(made, decodeArray(value).data, { abs: 1e-7, rel: 1e-6 }, name);
    });
});
