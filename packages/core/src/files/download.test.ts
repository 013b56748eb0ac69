import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { downloadFile, type Download } from "./download-node";

const folder = mkdtempSync(join(tmpdir(), "x-download-"));
afterAll(() => rmSync(folder, { recursive: true }));
const partial = join(folder, "new", "file.part");

/** A server with the file "abcdefgh". */
const file = "abcdefgh";
const serve = ({ headers }: RequestInit): Response => {
  const range = (headers as Record<string, string>).range as string | undefined;
  const from = Number(/\d+/.exec(range ?? "0")![0]);
  if (from >= file.length) return new Response(null, { status: 416 });
  const rest = file.slice(from);
  const about = { "content-length": String(rest.length) };
  return new Response(rest, { status: range === undefined ? 200 : 206, headers: about });
};

const download = (own: Partial<Download> = {}) =>
  downloadFile({
    partial,
    have: 0,
    limit: () => 100,
    patience: 1000,
    headers: () => ({}),
    ask: async (attempt) => serve(attempt()),
    errors: {
      refused: ({ status }) => new Error(`refused ${status}`),
      cut: (received, total) => new Error(`cut ${received} of ${total}`),
      tooLarge: (limit) => new Error(`more than ${limit}`),
    },
    ...own,
  });
const content = () => readFileSync(partial, "utf8");

test("a file comes whole, and goes on behind what is there", async () => {
  const progress: number[][] = [];
  await download();
  expect(content()).toBe(file);
  writeFileSync(partial, "abc");
  await download({ have: 3, onProgress: (...step) => progress.push(step) });
  expect(content()).toBe(file);
  expect(progress.at(-1)).toEqual([8, 8]);
});

test("a server that sends all, whatever was asked for, overwrites what is there", async () => {
  writeFileSync(partial, "xyz");
  await download({ have: 3, ask: async (attempt) => serve({ ...attempt(), headers: {} }) });
  expect(content()).toBe(file);
});

test("what is no part of the file is forgotten, and the file comes anew", async () => {
  writeFileSync(partial, "something longer");
  const asked: unknown[] = [];
  let forgotten = 0;
  await download({
    have: 16,
    headers: (have) => ({ have: String(have) }),
    ask: async (attempt) => {
      const request = attempt();
      asked.push(request.headers);
      return serve(request);
    },
    onForget: () => forgotten++,
  });
  expect(asked).toEqual([{ have: "16", range: "bytes=16-" }, { have: "0" }]);
  expect([content(), forgotten]).toEqual([file, 1]);
});

test("what came of a file that was cut off is kept", async () => {
  const body = () =>
    new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode("abcd"));
      },
      pull: (controller) => controller.error(new Error("gone")),
    });
  const ask = async (attempt: () => RequestInit) => (attempt(), new Response(body()));
  await expect(download({ ask, size: 8 })).rejects.toThrow("cut 4 of 8");
  expect(content()).toBe("abcd");
});

test("a file that is larger than allowed is not kept, and one that says so is not begun", async () => {
  await expect(download({ limit: () => 5 })).rejects.toThrow("more than 5");
  expect(content()).toBe("abcd");
  const ask = async (attempt: () => RequestInit) => (attempt(), new Response("abcdefgh"));
  await expect(download({ ask, limit: () => 5 })).rejects.toThrow("more than 5");
  expect(existsSync(partial)).toBe(false);
});

test("a server that refuses, and one that says nothing for long", async () => {
  const refuse = async () => new Response(null, { status: 404 });
  await expect(download({ ask: refuse })).rejects.toThrow("refused 404");
  const wait = (attempt: () => RequestInit) =>
    new Promise<Response>((_, reject) => {
      const { signal } = attempt();
      signal!.addEventListener("abort", () => reject(new Error("silent")));
    });
  await expect(download({ ask: wait, patience: 20 })).rejects.toThrow("silent");
});
