import { expect, test } from "vitest";
import { NumpyRandom } from "./numpy-random";
import { PythonRandom } from "./python-random";
import { Random } from "./random";

test("a generator that skips to where another one is goes on as that one", () => {
  const [walked, skipped] = [new PythonRandom(5), new PythonRandom(5)];
  // More than the 624 words that the twister makes at once.
  for (let i = 0; i < 1000; i++) walked.random();
  expect(walked.drawn).toBe(2000);
  skipped.random();
  skipped.skipTo(walked.drawn);
  expect(skipped.drawn).toBe(2000);
  expect(skipped.random()).toBe(walked.random());
  skipped.skipTo(10);
  expect(skipped.drawn).toBe(2002);
});

test("the state of numpy's generator goes on with the same numbers, the second normal one included", () => {
  const random = new NumpyRandom(3);
  random.normal(0, 1, 3);
  const other = new NumpyRandom(0);
  other.state = random.state;
  expect([...other.normal(0, 1, 4)]).toEqual([...random.normal(0, 1, 4)]);
  expect([...other.mask(50, 0.3)]).toEqual([...random.mask(50, 0.3)]);
});

test.each([0.1, 0.5, 1 / 3])("a mask is what single numbers of the generator say (%d)", (rate) => {
  const random = new NumpyRandom(9);
  const other = new NumpyRandom(9);
  // An odd number of words, so that pairs lie across the end of the state.
  random.shuffle([1, 2]);
  other.shuffle([1, 2]);
  const single = Array.from({ length: 2000 }, () =>
    random.random() >= rate ? Math.fround(1 / (1 - rate)) : 0,
  );
  expect([...other.mask(2000, rate)]).toEqual(single);
});

test("a mask that drops nothing or everything draws nothing", () => {
  const random = new NumpyRandom(1);
  expect([...random.mask(2, 0)]).toEqual([1, 1]);
  expect([...random.mask(2, 1)]).toEqual([0, 0]);
  expect(random.random()).toBe(new NumpyRandom(1).random());
});

test.each([
  ["numpy's", () => new NumpyRandom(4)],
  ["a counter's", () => new Random(4)],
])("what is drawn beside %s numbers leaves them alone, and differs each time", (_, make) => {
  const random = make();
  const [first, second] = [random.aside(), random.aside()].map((aside) => [...aside.uniform(0, 1, 3)]);
  expect(first).not.toEqual(second);
  expect([...random.uniform(0, 1, 3)]).toEqual([...make().uniform(0, 1, 3)]);
});
