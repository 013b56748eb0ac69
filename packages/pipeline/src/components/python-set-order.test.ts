import { expect, test } from "vitest";
import { openGolden } from "../../../../tools/testing/golden";
import { pythonSetOrder } from "./python-set-order";

type Row = [key: string, start: number, end: number];

test("the order of Python's sets", () => {
  const cases = openGolden("pipeline").json<{ items: Row[]; ordered: Row[] }[]>("rules/set-order.json");
  for (const { items, ordered } of cases) {
    const found = pythonSetOrder(items.map(([key, start, end]) => ({ key, start, end })));
    expect(found.map(({ key, start, end }) => [key, start, end])).toEqual(ordered);
  }
});
