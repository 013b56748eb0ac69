import { expect } from "vitest";
import { openGolden } from "../../../tools/testing/golden";
import { PythonPattern } from "../src";

const golden = openGolden("core");
const id = "core/python-regex.json";

interface Case {
  pattern: string;
  text: string;
  spans: [number, number][];
  match: boolean;
}

golden.skipUnless(id, () => {
  golden.case(id, () => {
    for (const { pattern, text, spans, match } of golden.json<Case[]>(id)) {
      const points = (offset: number) => Array.from(text.slice(0, offset)).length;
      const regex = new PythonPattern(pattern);
      const found = regex.findAll(text).map(({ start, end }) => [points(start), points(end)]);
      expect({ found, match: regex.match(text) }, `${pattern} on ${JSON.stringify(text)}`).toEqual({
        found: spans,
        match,
      });
      expect(regex.test(text)).toBe(spans.length > 0);
    }
  });
});
