import { blank } from "@x/pipeline";
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";

const port = 18_080 + (process.pid % 1000);
const url = `http://127.0.0.1:${port}`;
let pipeline: string;
let server: ChildProcess;
let printed = "";

beforeAll(async () => {
  const nlp = blank("en");
  const ruler = nlp.addPipe("entity_ruler") as unknown as {
    addPatterns(patterns: readonly object[]): Promise<void>;
  };
  await ruler.addPatterns([{ label: "LOC", pattern: "Lisbon" }]);
  pipeline = join(mkdtempSync(join(tmpdir(), "x-example-")), "pipeline");
  await nlp.toDisk(pipeline);
  server = spawn(process.execPath, ["main.mjs", "--pipeline", pipeline, "--port", String(port)], {
    cwd: import.meta.dirname,
  });
  server.stdout!.on("data", (data) => (printed += data));
  server.stderr!.on("data", (data) => (printed += data));
  while (!printed.includes(" at http")) await new Promise((resolve) => setTimeout(resolve, 50));
});
afterAll(() => void server.kill("SIGKILL"));

const post = (body: unknown) =>
  fetch(`${url}/annotate`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });

/** Texts that were accepted and are not answered yet. */
const waiting = async () =>
  ((await (await fetch(`${url}/health`)).json()) as { readonly waiting: number }).waiting;

test("a text is answered with its annotations", async () => {
  const response = await post({ text: "She lives in Lisbon." });
  expect(response.status).toBe(200);
  const { tokens, entities } = (await response.json()) as { tokens: unknown[]; entities: unknown[] };
  expect(tokens).toHaveLength(5);
  expect(entities).toEqual([{ text: "Lisbon", label: "LOC", start: 13, end: 19 }]);
});

test("what is no request is refused", async () => {
  expect((await post({ txt: "no" })).status).toBe(400);
  expect((await post({ text: "x".repeat(20_001) })).status).toBe(400);
  expect((await post({ text: "x".repeat(200_000) })).status).toBe(413);
});

test("many at once are all answered", async () => {
  const answers = await Promise.all(Array.from({ length: 200 }, (_, i) => post({ text: `Text ${i}.` })));
  expect(answers.map(({ status }) => status)).toEqual(Array(200).fill(200));
});

test("too many are refused, and those that wait are answered", async () => {
  const { AnnotationQueue, Busy } = await import("./annotation-queue.mjs");
  const queue = await AnnotationQueue.start({ pipeline, maxWaiting: 3 });
  const answers = await Promise.allSettled(["a", "b", "c", "d"].map((text) => queue.annotate(text)));
  expect(answers.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "fulfilled", "rejected"]);
  expect((answers[3] as PromiseRejectedResult).reason).toBeInstanceOf(Busy);
  await queue.close();
});

describe("texts that fail, hang or end the worker", () => {
  const outcomes = async (queue: { annotate(text: string): Promise<unknown> }, texts: readonly string[]) =>
    (await Promise.allSettled(texts.map((text) => queue.annotate(text)))).map((each) =>
      each.status === "fulfilled" ? "answer" : (each.reason as Error).constructor.name,
    );
  const start = async (options: object = {}) => {
    const { AnnotationQueue } = await import("./annotation-queue.mjs");
    return await AnnotationQueue.start({ pipeline, annotator: "fixtures/trouble.mjs", ...options });
  };

  test("cost only themselves, and the queue goes on", async () => {
    // The time of a batch is over when it hangs, and not before.
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const hangs = new BroadcastChannel("hangs");
    hangs.onmessage = () => vi.advanceTimersByTime(2000);
    const queue = await start({ timeout: 2000 });
    // The first one goes alone, the others form a batch behind it.
    for (const bad of ["fail", "die", "throw", "hang"]) {
      const texts = ["first", ...Array.from({ length: 10 }, (_, i) => `text ${i}`), bad, "last"];
      expect(await outcomes(queue, texts)).toEqual(
        texts.map((text) => (text === bad ? "BadText" : "answer")),
      );
      expect(await outcomes(queue, [bad, "after"])).toEqual(["BadText", "answer"]);
    }
    expect(queue.size).toBe(0);
    await queue.close();
    hangs.close();
    vi.useRealTimers();
  });

  test("closing answers what was accepted, also where the worker dies meanwhile", async () => {
    const queue = await start();
    const answers = outcomes(queue, ["a", "b", "die", "c"]);
    await queue.close();
    expect(await answers).toEqual(["answer", "answer", "BadText", "answer"]);
    expect(await outcomes(queue, ["late"])).toEqual(["Busy"]);
  });

  test("a pipeline that cannot be loaded is told at the start", async () => {
    await expect(start({ pipeline: "./nowhere", annotator: "annotator.mjs" })).rejects.toThrow("P4");
  });
});

test("SIGTERM: what was accepted is answered, then the process ends", async () => {
  const ended = new Promise((resolve) => server.once("exit", resolve));
  const answers = Array.from({ length: 50 }, (_, i) => post({ text: `Text ${i}. `.repeat(200) }));
  let isFirst = false;
  void Promise.race(answers).then(() => (isFirst = true));
  while (!isFirst && (await waiting()) === 0);
  server.kill("SIGTERM");
  const statuses = (await Promise.allSettled(answers)).map((each) =>
    each.status === "fulfilled" ? each.value.status : 0,
  );
  expect(await ended).toBe(0);
  expect(statuses.filter((status) => status === 200).length).toBeGreaterThan(0);
  expect(printed).toContain("Closed");
});

test("the load test reports", () => {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [
      "measure.mjs",
      "--pipeline",
      pipeline,
      "--seconds",
      "2",
      "--connections",
      "20",
      "--port",
      String(port + 1000),
    ],
    { cwd: import.meta.dirname, encoding: "utf8" },
  );
  expect(`${stdout}${stderr}`).toMatch(/errors: 0, timeouts: 0, other than 2xx: 0/);
  expect(stdout).toContain("ended with 0");
});
