import { expect, test } from "vitest";
import { runExample } from "../../tools/testing/run-example";

test("a shared and an independent pipeline are trained, measured and compared", () => {
  const output = runExample(import.meta.dirname, ["--steps", "12", "--width", "24"]);
  const rows = output.split("\n").filter((line) => /^\| (shared|independent) \|/.test(line));
  expect(rows).toHaveLength(2);
  const [shared, independent] = rows.map((row) =>
    row
      .split("|")
      .slice(2, -1)
      .map((cell) => Number(cell)),
  );
  // Parameters and megabytes; then words a second in training and prediction, and two scores in percent.
  expect(shared[0]).toBeLessThan(independent[0]);
  expect(shared[1]).toBeLessThan(independent[1]);
  for (const numbers of [shared, independent]) {
    expect(numbers).toHaveLength(6);
    expect(numbers.every((value) => Number.isFinite(value) && value >= 0)).toBe(true);
  }
});
