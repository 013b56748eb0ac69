import { expect, it } from "vitest";
import { diffLines } from "./diff";
import { formatTable } from "./io/table";
import { confidenceOfMean, shareOfOutliers } from "./sample-statistics";
import { formatScores } from "./scores";

it("aligns tables by the widest cell", () => {
  const table = formatTable([["é", "1.00"]], { head: ["label", "P"], aligns: ["left", "right"] });
  expect(table).toBe("label     P\n-----  ----\né      1.00\n");
  expect(formatTable([])).toBe("");
});

it("shows scores in percent, and a dash where nothing could be scored", () => {
  const [results, labels] = formatScores({
    tag_acc: 0.9234,
    ents_f: null,
    speed: 1234.6,
    ents_per_type: { PER: { p: 1, r: 0.5, f: 2 / 3 } },
  });
  expect(results.rows).toEqual([
    ["TAG", "92.34"],
    ["NER F", "-"],
    ["SPEED", "1235"],
  ]);
  expect(labels.rows).toEqual([["PER", "100.00", "50.00", "66.67"]]);
});

it("finds the shortest difference", () => {
  const kinds = { same: " ", added: "+", removed: "-" };
  const lines = diffLines(["a", "b", "d"], ["a", "c", "b", "e"]).map(({ kind, text }) => kinds[kind] + text);
  expect(lines).toEqual([" a", "+c", " b", "-d", "+e"]);
});

it("draws the interval of a mean around it", () => {
  let state = 1;
  const random = () => (state = (state * 16807) % 2147483647) / 2147483647;
  const { mean, low, high } = confidenceOfMean([9, 10, 11, 10, 10, 9, 11], random, 500);
  expect(mean).toBe(10);
  expect(low).toBeLessThan(10);
  expect(high).toBeGreaterThan(10);
  expect(shareOfOutliers([10, 10, 11, 11, 12, 12, 100])).toEqual({ mild: 1 / 7, extreme: 1 / 7 });
});
