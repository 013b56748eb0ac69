import { expect, test } from "vitest";
import { Draws } from "./draws";

const numbers = () => Array.from({ length: 10 }, (_, i) => i);

test("epochs are shuffled one after the other, as Python shuffles a list in place", () => {
  // random.seed(7); items = list(range(10)); random.shuffle(items); random.uniform(50, 200); random.shuffle(items)
  const draws = new Draws(7);
  const items = numbers();
  draws.shuffle(items, 0);
  expect(items).toEqual([8, 3, 1, 4, 7, 0, 9, 6, 2, 5]);
  expect(draws.uniform(50, 200)).toBe(186.45560947146535);
  draws.shuffle(items, 1);
  expect(items).toEqual([1, 0, 7, 6, 2, 9, 5, 3, 8, 4]);
});

test("what is restored goes on with the same numbers, and gives earlier epochs their orders", () => {
  const run = (draws: Draws, items: number[], epochs: readonly number[]) => {
    for (const epoch of epochs) {
      draws.shuffle(items, epoch);
      for (let update = 0; update < 3; update++) {
        draws.uniform(50, 200);
        draws.chance();
      }
    }
  };
  const whole = new Draws(3);
  const wholeItems = numbers();
  run(whole, wholeItems, [0, 1, 2]);
  const { state } = whole;

  const resumed = new Draws(3);
  resumed.restore(state);
  expect(resumed.state).toEqual(state);
  const items = numbers();
  // The updates of these epochs are passed over.
  for (const epoch of [0, 1, 2]) resumed.shuffle(items, epoch);
  expect(items).toEqual(wholeItems);
  expect(resumed.uniform(50, 200)).toBe(whole.uniform(50, 200));
  expect(resumed.chance()).toBe(whole.chance());
  run(whole, wholeItems, [3]);
  run(resumed, items, [3]);
  expect(items).toEqual(wholeItems);
});
