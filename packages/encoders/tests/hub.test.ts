import { createHash } from "node:crypto";
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { homedir, hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { errorCode } from "@x/core";
import type { HubModel } from "../src/hub/hub-model";
import { hubSettings } from "../src/hub/hub-settings";
import { openModel, type OpenModelOptions } from "../src/hub/open-model";
import { commit, startHub, type HubServer } from "../../../tools/testing/hub-server";

let hub: HubServer;
let cacheFolder: string;

const config = new TextEncoder().encode('{"model_type": "bert"}');
const weights = Uint8Array.from({ length: 300_000 }, (_, i) => i % 251);

beforeEach(async () => {
  hub = await startHub();
  hub.files.set("config.json", { bytes: config });
  hub.files.set("model.safetensors", { bytes: weights, large: true });
  cacheFolder = mkdtempSync(join(tmpdir(), "x-hub-"));
});

afterEach(async () => {
  await hub.close();
  rmSync(cacheFolder, { recursive: true, force: true });
});

const open = (name = "org/tiny", options: OpenModelOptions = {}) =>
  openModel(name, { endpoint: hub.url, cacheFolder, offline: false, ...options });

const codeOf = async (promise: Promise<unknown>) => {
  try {
    await promise;
  } catch (cause) {
    return errorCode(cause) ?? cause;
  }
  return "no error";
};

/** Element by element, vitest takes seconds. */
const expectBytes = (found: Uint8Array | undefined, wanted: Uint8Array) =>
  expect(found !== undefined && Buffer.compare(found, wanted) === 0).toBe(true);

const model = (...path: string[]) => join(cacheFolder, "models--org--tiny", ...path);

/** Whether some bytes of a file that is not whole yet are in the cache. */
const isKept = () =>
  readdirSync(model("blobs")).some(
    (name) => name.endsWith("incomplete") && statSync(model("blobs", name)).size > 0,
  );

describe("from the hub", () => {
  test("a file is fetched when it is read, into the cache's layout", async () => {
    const files = await open();
    expect(hub.requests).toEqual([
      "HEAD /org/tiny/resolve/main/config.json",
      "GET /org/tiny/resolve/main/config.json",
    ]);
    expect(files.path!("model.safetensors")).toBeUndefined();
    const seen: [string, number, number][] = [];
    const again = await open("org/tiny", { onProgress: (...progress) => seen.push(progress) });
    expectBytes(await again.read("model.safetensors"), weights);
    expect(seen.at(-1)).toEqual(["model.safetensors", weights.length, weights.length]);
    expect(files.path!("model.safetensors")).toBe(model("snapshots", commit, "model.safetensors"));
    expect(readFileSync(model("refs", "main"), "utf8")).toBe(commit);
    expect(lstatSync(model("snapshots", commit, "config.json")).isSymbolicLink()).toBe(true);
    expect(
      readdirSync(model("blobs"))
        .map((name) => name.length)
        .sort(),
    ).toEqual([40, 64]);
  });

  test("later files are those of the commit of the first, even if the branch has moved on", async () => {
    const files = await open();
    await files.read("model.safetensors");
    expect(hub.requests.at(-2)).toBe(`GET /org/tiny/resolve/${commit}/model.safetensors`);
  });

  test("a file that the model lacks is undefined, and is not asked for twice", async () => {
    const files = await open();
    expect(await files.read("spiece.model")).toBeUndefined();
    const asked = hub.requests.length;
    expect(await files.read("spiece.model")).toBeUndefined();
    expect(hub.requests.length).toBe(asked);
    expect(existsSync(model(".no_exist", commit, "spiece.model"))).toBe(true);
  });

  test("a pinned commit in the cache needs no server", async () => {
    await open("org/tiny", { revision: commit });
    const asked = hub.requests.length;
    const files = (await open("org/tiny", { revision: commit })) as HubModel;
    expect(files.commit).toBe(commit);
    expect(hub.requests.length).toBe(asked);
  });

  test("a renamed model is found", async () => {
    const files = await open("org/old");
    expect(await files.read("config.json")).toEqual(config);
  });

  test("a token opens a gated model, and goes in the header", async () => {
    await open("org/gated", { token: "good" });
    expect(hub.headers[0].authorization).toBe("Bearer good");
  });
});

describe("a token goes to the hub alone", () => {
  test.each(["HEAD", "GET"])("when a %s is sent on to another host", async (method) => {
    const other = await startHub();
    for (const [name, file] of hub.files) other.files.set(name, file);
    // The same machine by another name is another host.
    hub.away = { method, to: other.url.replace("127.0.0.1", "localhost") };
    try {
      const files = await open("org/tiny", { token: "secret" });
      expectBytes(await files.read("config.json"), config);
    } finally {
      await other.close();
    }
    expect(other.requests.length).toBeGreaterThan(0);
    expect(hub.headers.map(({ authorization }) => authorization)).toContain("Bearer secret");
    for (const { authorization } of other.headers) expect(authorization).toBeUndefined();
  });

  test("a redirection to something that is no web page is refused", async () => {
    for (const to of ["data:text/plain,", "file:///etc/passwd?", "http://["]) {
      hub.away = { method: "HEAD", to };
      expect(await codeOf(open("org/tiny", { token: "secret" })), to).toBe("TR207");
    }
  });
});

test("a ref that names no commit counts as none", async () => {
  await open();
  for (const damaged of ["../../../evil", "", "x/y", "con", "a\0b"]) {
    writeFileSync(model("refs", "main"), damaged);
    expect(await codeOf(open("org/tiny", { offline: true })), damaged).toBe("TR201");
    expect(((await open()) as HubModel).commit).toBe(commit);
  }
});

describe("cut off and damaged", () => {
  test("a server that refuses every part is asked twice, one that sends without end is left", async () => {
    const files = await open();
    hub.cut = { after: 100_000, isKept };
    expect(await codeOf(files.read("model.safetensors"))).toBe("TR205");
    hub.unsatisfied = true;
    const asked = hub.requests.length;
    expect(await codeOf(files.read("model.safetensors"))).toBe("TR208");
    expect(hub.requests.slice(asked).filter((line) => line.startsWith("GET")).length).toBe(2);
    hub.unsatisfied = false;
    hub.surplus = new Uint8Array(1000);
    expect(await codeOf(files.read("model.safetensors"))).toBe("TR214");
    expect(readdirSync(model("blobs")).filter((name) => name.includes("incomplete"))).toEqual([]);
  });

  test("what came is kept, and the next attempt goes on from there", async () => {
    const files = await open();
    hub.cut = { after: 100_000, isKept };
    expect(await codeOf(files.read("model.safetensors"))).toBe("TR205");
    expectBytes(await files.read("model.safetensors"), weights);
    const range = hub.headers.at(-1)!.range;
    expect(range).toMatch(/^bytes=[1-9]\d*-$/);
    expect(readdirSync(model("blobs")).filter((name) => name.includes("incomplete"))).toEqual([]);
  });

  test("other bytes than promised are thrown away, of large and of small files", async () => {
    const files = await open();
    hub.spoil = true;
    expect(await codeOf(files.read("model.safetensors"))).toBe("TR206");
    rmSync(model(), { recursive: true });
    expect(await codeOf(open())).toBe("TR206");
    hub.spoil = false;
    expectBytes(await (await open()).read("model.safetensors"), weights);
  });

  test("a whole file that an interrupted run has left is checked and used", async () => {
    const files = await open();
    await files.read("model.safetensors");
    const blob = readdirSync(model("blobs")).find((name) => name.length === 64)!;
    rmSync(model("snapshots", commit, "model.safetensors"));
    rmSync(model("blobs", blob));
    writeFileSync(model("blobs", `${blob}.x-incomplete`), weights);
    const asked = hub.requests.filter((line) => line.startsWith("GET")).length;
    expectBytes(await files.read("model.safetensors"), weights);
    expect(hub.requests.filter((line) => line.startsWith("GET")).length).toBe(asked);
  });

  test("two at once fetch a file once", async () => {
    const files = [await open(), await open()];
    const read = await Promise.all(files.map((each) => each.read("model.safetensors")));
    for (const bytes of read) expectBytes(bytes, weights);
    expect(hub.requests.filter((line) => line === "GET /store/model.safetensors").length).toBe(1);
  });

  test("a lock of a process that no longer lives is taken over", async () => {
    const files = await open();
    const etag = createHash("sha256").update(weights).digest("hex");
    const path = join(cacheFolder, ".locks/models--org--tiny", `${etag}.x-lock`);
    writeFileSync(path, JSON.stringify({ pid: 2 ** 22 + 1, host: hostname() }));
    expectBytes(await files.read("model.safetensors"), weights);
    expect(existsSync(path)).toBe(false);
  });
});

describe("errors", () => {
  test("no permission, no such model, no such revision, a server in trouble, a page that is no hub", async () => {
    expect(await codeOf(open("org/gated"))).toBe("TR203");
    expect(await codeOf(open("org/gated", { token: "bad" }))).toBe("TR203");
    expect(await codeOf(open("org/nothing"))).toBe("TR203");
    expect(await codeOf(open("org/nothing", { token: "good" }))).toBe("TR204");
    expect(await codeOf(open("org/tiny", { revision: "v9" }))).toBe("TR204");
    expect(await codeOf(open("org/broken"))).toBe("TR208");
    expect(await codeOf(open("org/page"))).toBe("TR207");
  });

  test("a busy server is asked again, three times", async () => {
    hub.busy = 3;
    const files = await open();
    hub.busy = 2;
    expectBytes(await files.read("model.safetensors"), weights);
    hub.busy = 4;
    hub.requests.length = 0;
    expect(await codeOf(open("org/gated"))).toBe("TR208");
    expect(hub.requests.length).toBe(4);
  });

  test("offline and unreachable: the cache, or an error", async () => {
    expect(await codeOf(open("org/tiny", { offline: true }))).toBe("TR201");
    expect(await codeOf(open("org/tiny", { endpoint: "http://127.0.0.1:9" }))).toBe("TR202");
    await (await open()).read("model.safetensors");
    const asked = hub.requests.length;
    for (const options of [{ offline: true }, { endpoint: "http://127.0.0.1:9" }]) {
      const files = await open("org/tiny", options);
      expectBytes(await files.read("model.safetensors"), weights);
      expect(await files.read("tokenizer.json")).toBeUndefined();
    }
    expect(hub.requests.length).toBe(asked);
  });

  test("a cache that cannot be written, a file that cannot be read", async () => {
    const taken = join(cacheFolder, "taken");
    writeFileSync(taken, "no folder");
    const refused = open("org/tiny", { cacheFolder: join(taken, "hub") });
    await expect(refused).rejects.toMatchObject({ code: "TR212", cause: expect.any(Error) as Error });
    await expect(refused).rejects.toThrow(/taken.*HF_HUB_CACHE/s);
    const odd = join(cacheFolder, "odd");
    mkdirSync(join(odd, "config.json"), { recursive: true });
    await expect((await open(odd)).read("config.json")).rejects.toMatchObject({
      code: "TR213",
      message: expect.stringContaining(join(odd, "config.json")) as string,
    });
  });

  test("a name that is none", async () => {
    for (const name of ["./missing/folder", "/missing", "a/b/c", "a--b", "", "a b"])
      expect(await codeOf(open(name))).toBe("TR200");
    const files = await open();
    const folder = await open(cacheFolder);
    for (const file of ["../../secret", "/etc/passwd", "", "a/../../b", "C:\\x", "a/NUL", "a\u001b]0;x"])
      for (const each of [files, folder]) expect(await codeOf(each.read(file)), file).toBe("TR210");
    const before = readdirSync(cacheFolder, { recursive: true });
    for (const revision of ["../../../../escaped", "..", ".", "", "a/../../b", "/abs", "a\\..\\b"])
      expect(await codeOf(open("org/tiny", { revision })), revision).toBe("TR215");
    expect(readdirSync(cacheFolder, { recursive: true })).toEqual(before);
  });
});

test("a folder is used before any name", async () => {
  const folder = join(cacheFolder, "local");
  mkdirSync(folder);
  writeFileSync(join(folder, "config.json"), config);
  const files = await open(folder);
  expect(await files.read("config.json")).toEqual(config);
  expect(await files.read("model.safetensors")).toBeUndefined();
  expect(hub.requests).toEqual([]);
});

test("settings from the usual variables", () => {
  const folder = join(cacheFolder, "home");
  mkdirSync(folder);
  writeFileSync(join(folder, "token"), "stored\n");
  expect(hubSettings({ HF_HOME: folder })).toEqual({
    endpoint: "https://huggingface.co",
    cacheFolder: join(folder, "hub"),
    offline: false,
    token: "stored",
  });
  expect(
    hubSettings({
      HF_HOME: folder,
      HF_HUB_CACHE: "~/models",
      HF_ENDPOINT: "https://mirror.example/",
      HF_TOKEN: "given",
      TRANSFORMERS_OFFLINE: "yes",
    }),
  ).toEqual({
    endpoint: "https://mirror.example",
    cacheFolder: join(homedir(), "models"),
    offline: true,
    token: "given",
  });
  expect(
    hubSettings({ HF_HUB_CACHE: "/a", HUGGINGFACE_HUB_CACHE: "/b", TRANSFORMERS_CACHE: "/c" }).cacheFolder,
  ).toBe("/c");
  expect(hubSettings({ HUGGINGFACE_HUB_CACHE: "/b", HF_HUB_OFFLINE: "0" })).toMatchObject({
    cacheFolder: "/b",
    offline: false,
  });
  expect(hubSettings({ XDG_CACHE_HOME: "/x" }).cacheFolder).toBe(join("/x", "huggingface", "hub"));
});
