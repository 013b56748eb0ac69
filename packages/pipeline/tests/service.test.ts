import { Example, Registry, type Doc } from "@x/core";
import { z } from "zod";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { blank, type Language } from "../src";
import { goldenPackages } from "./support/trajectory";

const pause = (milliseconds = 1) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const spin = (milliseconds: number) => {
  for (const end = performance.now() + milliseconds; performance.now() < end;);
};

let nlp: Language;
let step: (doc: Doc) => unknown;
beforeEach(() => {
  const registry = new Registry().use(...goldenPackages);
  registry.register("factories", "step", {
    schema: z.object({}),
    create: () => async (doc: Doc) => {
      await step(doc);
      return doc;
    },
  });
  nlp = blank("en", { registry });
  nlp.addPipe("step");
  step = () => undefined;
});
afterEach(() => vi.useRealTimers());

/** From here on time passes only where a test says so. */
const stopTheClock = () => vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
const forever = new Promise<never>(() => undefined);

async function* endless(): AsyncGenerator<string> {
  for (let i = 0; ; i++) yield `text ${i}`;
}

async function read(stream: AsyncIterable<Doc>, onDoc: (count: number) => void = () => undefined) {
  let count = 0;
  let cause: unknown;
  try {
    for await (const _ of stream) onDoc(++count);
  } catch (thrown) {
    cause = thrown;
  }
  return { count, cause };
}

test("an aborted signal ends a pipe with its reason, within the batch and at any place", async () => {
  const reason = { mine: true };
  for (const batchSize of [1, 10, 1000]) {
    const controller = new AbortController();
    const { count, cause } = await read(
      nlp.pipe(endless(), { signal: controller.signal, batchSize }),
      (at) => void (at === 20 && controller.abort(reason)),
    );
    expect([count, cause]).toEqual([20, reason]);
  }
  const { count, cause } = await read(nlp.pipe(endless(), { signal: AbortSignal.abort(reason) }));
  expect([count, cause]).toEqual([0, reason]);
  await expect(nlp("a", { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
});

test("a signal that comes from a timer ends work that never pauses", async () => {
  const { cause } = await read(nlp.pipe(endless(), { signal: AbortSignal.timeout(30), batchSize: 50 }));
  expect((cause as Error).name).toBe("TimeoutError");
  step = () => spin(2);
  const slow = nlp.pipe(Array(5000).fill("x"), { signal: AbortSignal.timeout(30) });
  const docs = await read(slow);
  expect((docs.cause as Error).name).toBe("TimeoutError");
});

test("a source that waits forever is left behind and closed", async () => {
  let isClosed = false;
  const source = {
    [Symbol.asyncIterator]: () => ({
      next: () => new Promise<IteratorResult<string>>(() => undefined),
      return: () => ((isClosed = true), Promise.resolve({ done: true as const, value: undefined })),
    }),
  };
  const controller = new AbortController();
  setTimeout(() => controller.abort("over"), 5);
  const contexts = nlp.pipeTuples(
    { [Symbol.asyncIterator]: () => source[Symbol.asyncIterator]() as never },
    { signal: controller.signal },
  );
  await expect(contexts.next()).rejects.toBe("over");
  expect(isClosed).toBe(true);
});

test("a call that takes longer than its time is given up with P242, and the pipeline goes on", async () => {
  stopTheClock();
  step = (doc) => {
    if (doc.text !== "slow") return;
    vi.advanceTimersByTime(500);
    return forever;
  };
  await expect(nlp("slow", { timeout: 500 })).rejects.toMatchObject({ code: "P242" });
  const { count, cause } = await read(nlp.pipe(["a", "slow", "b"], { timeout: 500, batchSize: 1 }));
  expect([count, (cause as { code: string }).code]).toEqual([1, "P242"]);
  step = () => vi.advanceTimersByTime(499);
  expect((await nlp("a", { timeout: 500 })).text).toBe("a");
  for (const timeout of [-1, Number.NaN, Infinity, 2 ** 31]) {
    await expect(nlp("a", { timeout })).rejects.toMatchObject({ code: "P243" });
    await expect(nlp.pipe(["a"], { timeout }).next()).rejects.toMatchObject({ code: "P243" });
  }
});

test("the time of a pipe is that of a batch: neither its source nor its consumer counts", async () => {
  stopTheClock();
  function* slowSource() {
    for (const text of ["a", "b"]) {
      vi.advanceTimersByTime(1000);
      yield text;
    }
  }
  let count = 0;
  for await (const _ of nlp.pipe(slowSource(), { timeout: 450, batchSize: 1 })) {
    vi.advanceTimersByTime(1000);
    count++;
  }
  expect(count).toBe(2);
});

test("waiting for an update counts for the time of a call", async () => {
  let finish = () => undefined as void;
  const finished = new Promise<void>((resolve) => (finish = resolve));
  step = (doc) => (doc.text === "a" ? finished : undefined);
  const running = nlp("a");
  const writing = nlp.initialize(); // waits for the reader, which waits for `finish`
  stopTheClock();
  const late = nlp("b", { timeout: 10 });
  vi.advanceTimersByTime(10);
  await expect(late).rejects.toMatchObject({ code: "P242" });
  finish();
  await Promise.all([running, writing]);
  expect((await nlp("b", { timeout: 10 })).text).toBe("b");
});

test("an update gets its turn beside readers that never pause, also where a component calls the pipeline", async () => {
  step = async (doc) => {
    await pause();
    if (doc.text === "outer") await nlp("inner");
  };
  let isOver = false;
  let reads = 0;
  const readers = Array.from({ length: 10 }, async () => {
    while (!isOver && reads < 5000) {
      await nlp("outer");
      reads++;
    }
  });
  for (let i = 0; i < 3; i++) await nlp.initialize();
  isOver = true;
  await Promise.all(readers);
  expect(reads).toBeLessThan(5000);
});

test("a component that would change its own pipeline while it annotates is told so", async () => {
  step = () => nlp.initialize();
  await expect(nlp("a")).rejects.toMatchObject({ code: "P027" });
  step = async () => void (await nlp.toBytes());
  expect((await nlp("a")).text).toBe("a");
});

test("an evaluation ends with its signal", async () => {
  const examples = Array.from({ length: 20 }, () => new Example(nlp.makeDoc("a"), nlp.makeDoc("a")));
  const controller = new AbortController();
  let seen = 0;
  step = () => void (++seen === 5 && controller.abort("over"));
  const scores = nlp.evaluate(examples, { batchSize: 1, signal: controller.signal });
  await expect(scores).rejects.toBe("over");
  expect(seen).toBe(5);
});
