import { Doc, DocBin, createVocab, getLanguage } from "@x/core";
import { writeFileSync } from "node:fs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { workplace, type Workplace } from "./workplace";

let place: Workplace;
beforeAll(async () => {
  place = workplace();
  const vocab = createVocab(getLanguage("en"));
  const docs = ["lamp", "desk", "song", "poem", "chair", "tune"].flatMap((word, i) =>
    ["a new", "one old", "this"].map((before) => {
      const doc = new Doc(vocab, { words: [...before.split(" "), word] });
      const isThing = i % 3 < 2 && i !== 3;
      doc.cats = { THING: Number(isThing), ART: Number(!isThing), NEW: Number(before === "a new") };
      return doc;
    }),
  );
  writeFileSync(place.path("data.spacy"), new DocBin({ docs, storeUserData: true }).toBytes());
  place.write(
    "config.cfg",
    `[paths]\ntrain = null\ndev = null\n\n[nlp]\nlang = "en"\npipeline = ["textcat_multilabel", "sentencizer"]\n\n[components]\n\n[components.sentencizer]\nfactory = "sentencizer"\n\n[components.textcat_multilabel]\nfactory = "textcat_multilabel"\n\n[components.textcat_multilabel.model]\n@architectures = "spacy.TextCatBOW.v3"\nexclusive_classes = false\nngram_size = 1\nno_output_layer = false\nlength = 1024\n\n[training]\nmax_steps = 60\neval_frequency = 30\n`,
  );
  const data = place.path("data.spacy");
  await place.x(["train", "config.cfg", "-o", "out", "--paths.train", data, "--paths.dev", data]);
}, 60_000);
afterAll(() => place.remove());

const find = (...more: string[]) => place.x(["find-threshold", "out/model-best", "data.spacy", ...more]);

it("shows the score of every threshold and the best one", async () => {
  const { code, output } = await find("textcat_multilabel", "threshold", "cats_micro_f", "-n", "5");
  expect(code).toBe(0);
  const rows = [...output.matchAll(/^(0\.?\d*|1) +([\d.]+)$/gm)].map(([, threshold, score]) => [
    Number(threshold),
    Number(score),
  ]);
  expect(rows.map(([threshold]) => threshold)).toEqual([0, 0.25, 0.5, 0.75, 1]);
  const best = Math.max(...rows.map(([, score]) => score));
  const [first] = rows.find(([, score]) => score === best)!;
  expect(output).toContain(`Best threshold: ${first} with cats_micro_f = `);
  expect(new Set(rows.map(([, score]) => score)).size).toBeGreaterThan(1);
});

it("warns where the score does not depend on the threshold", async () => {
  const { code, errors } = await find("textcat_multilabel", "threshold", "cats_macro_auc", "-n", "3");
  expect(code).toBe(0);
  expect(errors).toContain("Every threshold has the same cats_macro_auc");
});

it.each([
  [["nothing", "threshold", "cats_micro_f"], "P001"],
  [["sentencizer", "threshold", "cats_micro_f"], "L150"],
  [["textcat_multilabel", "treshold", "cats_micro_f"], "L152"],
  [["textcat_multilabel", "threshold", "cats_f"], "L151"],
])("%j is refused", async (args, errorCode) => {
  const { code, errors } = await find(...args);
  expect(code).toBe(1);
  expect(errors).toContain(`[${errorCode}]`);
});
