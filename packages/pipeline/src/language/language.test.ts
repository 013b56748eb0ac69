import { Registry, type Doc } from "@x/core";
import { z } from "zod";
import { beforeEach, expect, test } from "vitest";
import { Pipe } from "../components/pipe";
import { blank } from "./build/blank";
import type { Language } from "./language";

class Shout extends Pipe {
  readonly seen: string[] = [];
  readonly suffix: string;

  constructor(nlp: Language, name: string, suffix: string) {
    super(nlp.vocab, name);
    this.suffix = suffix;
  }

  process(doc: Doc): Doc {
    this.seen.push(doc.text);
    if (doc.text === "fail") throw new Error("broken");
    doc.tags = Array.from(doc, (token) => token.text.toUpperCase() + this.suffix);
    return doc;
  }
}

let nlp: Language;
beforeEach(() => {
  const registry = new Registry();
  registry.register("factories", "shout", {
    schema: z.object({ nlp: z.any(), name: z.string(), suffix: z.string().default("!") }),
    create: ({ nlp, name, suffix }) => new Shout(nlp, name, suffix),
    assigns: ["token.tag"],
    defaultScoreWeights: { shout_acc: 1, other: null },
  });
  nlp = blank("en", { registry });
});

const tags = (doc: Doc) => doc.tags?.join(" ");

test("a pipeline is called like a function", async () => {
  nlp.addPipe("shout");
  const doc = await nlp("Hello there");
  expect(tags(doc)).toBe("HELLO! THERE!");
  expect(tags(await nlp(nlp.makeDoc("again")))).toBe("AGAIN!");
  expect((await nlp("Hello", { disable: ["shout"] })).tags).toBeUndefined();
  await expect(nlp(3 as never)).rejects.toThrow(/P013/);
});

test("streams keep the order, whatever the batches, and carry a context", async () => {
  nlp.addPipe("shout");
  const texts = ["a b", "", "c", "   ", "d e f"];
  const found: (string | undefined)[] = [];
  for await (const doc of nlp.pipe(texts, { batchSize: 2 })) found.push(doc.text);
  expect(found).toEqual(texts);
  async function* pairs() {
    yield ["x", 1] as const;
    yield ["y", 2] as const;
  }
  const contexts: [string, number][] = [];
  for await (const [doc, context] of nlp.pipeTuples(pairs())) contexts.push([doc.text, context]);
  expect(contexts).toEqual([
    ["x", 1],
    ["y", 2],
  ]);
  nlp.maxBatchWords = 2;
  const again: string[] = [];
  for await (const doc of nlp.pipe(texts)) again.push(doc.text);
  expect(again).toEqual(texts);
});

test("a failing component names itself and the text", async () => {
  nlp.addPipe("shout");
  await expect(nlp("fail")).rejects.toThrow(/P018.*"shout".*"fail"/);
});

test("components are added, renamed, replaced, removed", async () => {
  nlp.addPipe("shout", { config: { suffix: "?" } });
  nlp.addPipe("shout", { name: "second", first: true });
  expect(nlp.pipeNames).toEqual(["second", "shout"]);
  expect(() => nlp.addPipe("shout")).toThrow(/P002/);
  expect(() => nlp.addPipe("shot", { name: "x" })).toThrow(/RG01.*shout/);
  nlp.renamePipe("shout", "last");
  expect(nlp.getPipe("last").name).toBe("last");
  expect(tags(await nlp("a"))).toBe("A?");
  nlp.replacePipe("last", "shout", { config: { suffix: "." } });
  expect(tags(await nlp("a"))).toBe("A.");
  nlp.removePipe("last");
  expect(nlp.componentNames).toEqual(["second"]);
  expect(() => nlp.removePipe("last")).toThrow(/P001.*second/);
});

test("a component may be a function of a doc, or any object with a method for it", async () => {
  const { registry } = nlp;
  const schema = z.object({});
  const mark = (sign: string) => (doc: Doc) => Object.assign(doc, { tags: [sign, ...(doc.tags ?? [])] });
  registry.register("factories", "function", { schema, create: () => mark("f") });
  registry.register("factories", "object", { schema, create: () => ({ process: mark("o") }) });
  registry.register("factories", "nothing", { schema, create: () => undefined });
  nlp.addPipe("function");
  nlp.addPipe("object", { name: "other" });
  expect((await nlp("a")).tags).toEqual(["o", "f"]);
  expect(nlp.getPipe("other").name).toBe("other");
  expect(() => nlp.addPipe("nothing")).toThrow(/P006.*"nothing".*undefined/);
});

test("disabled components do not run", async () => {
  nlp.addPipe("shout");
  nlp.addPipe("shout", { name: "b" });
  const selection = nlp.selectPipes({ enable: ["b"] });
  expect([nlp.pipeNames, nlp.disabled]).toEqual([["b"], ["shout"]]);
  selection.restore();
  selection.restore();
  expect(nlp.pipeNames).toEqual(["shout", "b"]);
  nlp.disablePipe("b");
  expect(nlp.withDisabled(["shout", "b"], () => nlp.pipeNames)).toEqual([]);
  expect(nlp.pipeNames).toEqual(["shout"]);
  expect(() => nlp.withDisabled(["shout"], () => nlp.getPipe("x"))).toThrow(/P001/);
  expect(nlp.pipeNames).toEqual(["shout"]);
  expect(() => nlp.selectPipes({})).toThrow(/P005/);
  expect(() => nlp.selectPipes({ disable: ["x"] })).toThrow(/P001/);
});

test("components stay disabled until an asynchronous function has ended", async () => {
  nlp.addPipe("shout");
  const running = nlp.withDisabled(["shout"], async () => {
    await Promise.resolve();
    return (await nlp.process("a")).tags;
  });
  expect(nlp.pipeNames).toEqual([]);
  expect(await running).toBeUndefined();
  expect(nlp.pipeNames).toEqual(["shout"]);
  const failing = nlp.withDisabled(["shout"], () => Promise.reject(new Error("no")));
  expect(nlp.pipeNames).toEqual([]);
  await expect(failing).rejects.toThrow("no");
  expect(nlp.pipeNames).toEqual(["shout"]);
});

test("the config holds the components with all their settings, and the weights of their scores", () => {
  nlp.addPipe("shout");
  nlp.disablePipe("shout");
  const { config, meta } = nlp;
  expect(config.get("nlp.pipeline")).toEqual(["shout"]);
  expect(config.get("nlp.disabled")).toEqual(["shout"]);
  expect(config.get("components.shout")).toEqual({ factory: "shout", suffix: "!" });
  expect(config.toString()).toContain("[training.score_weights]\nshout_acc = 1.0\nother = null");
  expect(meta).toMatchObject({
    lang: "en",
    pipeline: [],
    components: ["shout"],
    disabled: ["shout"],
    labels: {},
  });
});

test("a pipeline goes through bytes", async () => {
  nlp.vocab.strings.add("something new");
  const bytes = await nlp.toBytes();
  const other = await blank("en", { registry: nlp.registry }).fromBytes(bytes);
  expect(other.vocab.strings.has("something new")).toBe(true);
  await expect(other.fromBytes(Uint8Array.of(0x93, 1, 2, 3))).rejects.toThrow(/P402/);
});

test("too long texts are refused, and so is everything after closing", async () => {
  nlp.maxLength = 3;
  expect(() => nlp.makeDoc("four")).toThrow(/P012/);
  await nlp.close();
  await expect(nlp("a")).rejects.toThrow(/P019/);
});

test("a memory zone drops lexemes and keeps its docs", async () => {
  const before = nlp.vocab.strings.size;
  const doc = await nlp.memoryZone(() => nlp("Transient words"));
  expect([nlp.vocab.has("Transient"), nlp.vocab.strings.size]).toEqual([false, before]);
  expect([doc.token(0).text, doc.token(0).lower]).toEqual(["Transient", "transient"]);
  await expect(nlp.memoryZone(() => Promise.reject(new Error("no")))).rejects.toThrow("no");
  expect((await nlp("Transient words")).token(0).text).toBe("Transient");
});
