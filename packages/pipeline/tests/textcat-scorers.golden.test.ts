import { Example, registry } from "@x/core";
import { describe, expect } from "vitest";
import { openGolden } from "../../../tools/testing/golden";
import { blank, registrations } from "../src";
import type { ScorerFunction } from "../src/components";

registry.use(registrations);
const golden = openGolden("pipeline");

interface ScorerFile {
  readonly pairs: [predicted: Record<string, number>, gold: Record<string, number>][];
  readonly scores: { scorer: string; threshold: number | null; scores: Record<string, unknown> }[];
}

describe("the first textcat scorers", () => {
  const { pairs, scores } = golden.json<ScorerFile>("training/textcat-scorers.json");
  const nlp = blank("en");
  const examples = pairs.map(([predicted, gold]) => {
    const [a, b] = [nlp.makeDoc("x"), nlp.makeDoc("x")];
    a.cats = { ...predicted };
    b.cats = { ...gold };
    return new Example(a, b);
  });
  for (const { scorer, threshold, scores: expected } of scores)
    golden.case(`training/textcat-scorers.json#${scorer}-${threshold}`, () => {
      const score = registry.get("scorers", scorer).create({}) as ScorerFunction;
      const found = score(examples, { labels: ["A", "B", "C"], threshold });
      expect(Object.keys(found)).toEqual(Object.keys(expected));
      const flat = (value: unknown): unknown =>
        JSON.parse(JSON.stringify(value), (_, inner: unknown) =>
          typeof inner === "number" ? Number(inner.toFixed(9)) : inner,
        );
      expect(flat(found)).toEqual(flat(expected));
    });
});
