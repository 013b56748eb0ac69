import { expect, test } from "vitest";
import { runExample } from "../../tools/testing/run-example";

test("a transformer is swapped in, fine-tuned, saved, loaded, and its output looked at", () => {
  const output = runExample(import.meta.dirname, ["--steps", "30"]);
  expect(output).toContain("transformer, tagger, ner with 48 numbers a token");
  expect(output).toMatch(/tag_acc 0\.\d+, ents_f [01]\.\d+/);
  expect(output).toMatch(/Sofia\/\S+ flew\/\S+/);
  expect(output).toMatch(/\[CLS\] .*flew.* \[SEP\]/);
  expect(output).toMatch(/last hidden state 1 x \d+ x 48/);
  expect(output).toMatch(/token vectors 13 x 48; the two Kyoto are 0\.\d+ alike/);
});
