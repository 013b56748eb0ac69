import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseConfig, Registry, type Doc, type Example } from "@x/core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { blank, load, type Language, type TrainablePipe } from "../src";
import { initNlp, resolveCorpora } from "@x/train";
import { testConfig } from "./support/configs";
import { sentenceFile } from "./support/sentences";
import { goldenPackages } from "./support/trajectory";

let folder: string;
let registry: Registry;
let examples: Example[];
let nlp: Language;

/** Always the same pipeline: three updates after the initialization. */
async function make(): Promise<Language> {
  const text = testConfig({
    train: JSON.stringify(join(folder, "train.spacy")),
    pipeline: ["tok2vec", "tagger", "ner"],
  });
  const made = await initNlp(parseConfig(text, { interpolate: false }), { registry });
  const [corpus] = resolveCorpora(made, ["corpora.train"]);
  examples = [...corpus(made)];
  for (let i = 0; i < 3; i++) await made.update(examples);
  return made;
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "x-robust-"));
  registry = new Registry().use(...goldenPackages);
  writeFileSync(join(folder, "train.spacy"), sentenceFile(blank("en", { registry }).vocab));
  nlp = await make();
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true }));

const texts = ["Irene sold the old office in Vienna.", "Did Acme call?", "", "Vienna, Paris and Rome."];
const annotation = ({ tensor, tags, ents }: Doc) => [
  tensor!.data,
  tags,
  ents.map(({ start, label }) => [start, label]),
];
async function annotate(from: Language, inputs = texts): Promise<unknown[]> {
  const found: unknown[] = [];
  for await (const doc of from.pipe(inputs, { batchSize: 2 })) found.push(annotation(doc));
  return found;
}

describe("calls that overlap", () => {
  test("predictions give what each gives alone", async () => {
    const alone = await annotate(nlp);
    const single = await Promise.all(texts.map(async (text) => annotation(await nlp.process(text))));
    const both = await Promise.all([annotate(nlp), annotate(nlp), ...texts.map((text) => nlp.process(text))]);
    expect(both.slice(0, 2)).toEqual([alone, alone]);
    expect((both.slice(2) as Doc[]).map(annotation)).toEqual(single);
  });

  test("a prediction during an update sees the weights before it or after it, never between", async () => {
    const before = await annotate(nlp, [texts[0]]);
    const update = nlp.update(examples);
    const during = Promise.all([annotate(nlp, [texts[0]]), annotate(nlp, [texts[0]])]);
    await update;
    const after = await annotate(nlp, [texts[0]]);
    expect(after).not.toEqual(before);
    for (const result of await during) expect([before, after]).toContainEqual(result);
  });

  test("updates with predictions between them end in the same weights as without", async () => {
    const [quiet, busy] = [await make(), await make()];
    const disturb = annotate(busy);
    for (let i = 0; i < 2; i++) await quiet.update(examples);
    await Promise.all([busy.update(examples), disturb, busy.update(examples), annotate(busy)]);
    expect(await busy.toBytes()).toEqual(await quiet.toBytes());
  });

  test("what is saved during an update is the pipeline before it or after it", async () => {
    const saved = join(folder, "saved");
    const before = await nlp.toBytes();
    const update = nlp.update(examples);
    const write = nlp.toDisk(saved);
    await Promise.all([update, write, nlp.toDisk(saved)]);
    const after = await nlp.toBytes();
    const stored = await (await load(saved, { registry, packages: [] })).getPipe("tagger").serialize();
    const own = await nlp.getPipe("tagger").serialize();
    expect(before).not.toEqual(after);
    expect(stored.get("model")).toEqual(own.get("model"));
    expect(readdirSync(folder).filter((name) => name.startsWith(".saved"))).toEqual([]);
  });

  test("only calls from within useParams see its parameters, others wait for the own ones", async () => {
    const params = new Map<string, Float32Array>();
    for (const name of ["tok2vec", "tagger", "ner"])
      for (const [key, param] of nlp.getPipe<TrainablePipe>(name).model.allParams())
        params.set(
          key,
          param.data.map((value) => value * 0.5),
        );
    const own = await annotate(nlp);
    const before = await nlp.toBytes();
    const fromOutside: Promise<unknown[]>[] = [];
    let started!: () => void;
    const isInside = new Promise<void>((resolve) => (started = resolve));
    const work = nlp.useParams(params, async () => {
      const [swapped, bytes] = [await annotate(nlp), await nlp.toBytes()];
      started();
      for (let i = 0; i < 20; i++) await new Promise((resolve) => setTimeout(resolve, 1));
      expect(await annotate(nlp)).toEqual(swapped);
      expect(await nlp.useParams(params, () => annotate(nlp))).toEqual(swapped);
      expect(await nlp.toBytes()).toEqual(bytes);
      return swapped;
    });
    // One batch each: an update gets its turn between two.
    fromOutside.push(annotate(nlp, [texts[0]]));
    await isInside;
    fromOutside.push(annotate(nlp, [texts[0]]));
    const saved = nlp.toBytes();
    const update = nlp.update(examples);
    expect(await work).not.toEqual(own);
    expect(await fromOutside[0]).toEqual(own.slice(0, 1));
    expect(await saved).toEqual(before);
    await update;
    const after = await annotate(nlp);
    expect([own.slice(0, 1), after.slice(0, 1)]).toContainEqual(await fromOutside[1]);
    expect(after).not.toEqual(own);
  });

  test("a component that calls its own pipeline in an update is told so, and the pipeline goes on", async () => {
    const other = await make();
    const before = await annotate(other);
    const isWithin = { update: false };
    const tagger = other.getPipe<TrainablePipe>("tagger");
    Object.assign(tagger, {
      async *pipe(docs: Iterable<Doc>) {
        for (const doc of docs) {
          if (isWithin.update) await other.process("Rome");
          yield doc;
        }
      },
    });
    isWithin.update = true;
    await expect(other.update(examples, { annotates: ["tagger"] })).rejects.toThrow("[P027]");
    isWithin.update = false;
    Reflect.deleteProperty(tagger, "pipe");
    expect(await annotate(other)).toEqual(before);
  });

  test("close waits for predictions", async () => {
    const other = await make();
    const running = annotate(other);
    await Promise.all([running, other.close()]).catch((cause) =>
      expect(cause).toMatchObject({ code: "P019" }),
    );
    await expect(other.process("one")).rejects.toThrow("[P019]");
  });
});

describe("unusual input", () => {
  test("100,000 empty texts", async () => {
    let count = 0;
    for await (const doc of nlp.pipe(new Array<string>(100_000).fill(""))) count += Number(doc.length === 0);
    expect(count).toBe(100_000);
  }, 60_000);

  test("one word of a million letters, and a hundred thousand signs in a row", async () => {
    for (const text of ["a".repeat(1_000_000), "!".repeat(100_000)]) {
      const doc = await nlp.process(text);
      expect(doc.text).toBe(text);
      expect(doc.tags!.every((tag) => tag !== "")).toBe(true);
    }
  }, 60_000);

  test("a text of 10 MB is refused, and read where maxLength allows it", async () => {
    const text = "Irene sold it. ".repeat(700_000);
    await expect(nlp.process(text)).rejects.toThrow("[P012]");
    nlp.maxLength = 20_000_000;
    try {
      expect(nlp.makeDoc(text).length).toBe(2_800_000);
    } finally {
      nlp.maxLength = 1_000_000;
    }
  }, 120_000);
});
