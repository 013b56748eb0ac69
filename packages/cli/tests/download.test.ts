import { discoverPackages } from "@x/core/spi";
import { blank, load } from "@x/pipeline";
import { readWheel } from "@x/pipeline/files";
import { unzipSync, zipSync, type Zippable } from "fflate";
import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { execFileSync } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import { workplace } from "./workplace";

const place = workplace();
const env = { X_DATA: place.path("data") };
const x = (...args: string[]) => place.x(args, { env });
const python = fileURLToPath(new URL("../../../.peers/bin/python", import.meta.url));

let wheel: Uint8Array;
let base: string;
const requests: { url: string; range: string | undefined }[] = [];
/** What the server does besides answering: set by a test, for one request. */
let once: ((request: IncomingMessage, response: ServerResponse) => boolean) | undefined;
const pages = new Map<string, Uint8Array | string>();

const server = createServer((request, response) => {
  const { url = "", headers } = request;
  requests.push({ url, range: headers.range });
  const special = once;
  once = undefined;
  if (special?.(request, response)) return;
  const page = pages.get(url);
  if (page === undefined) return void response.writeHead(404).end();
  const bytes = Buffer.from(page as Uint8Array);
  const from =
    headers["if-range"] === '"v1"' ? Number(/bytes=(\d+)-/.exec(headers.range ?? "")?.[1] ?? 0) : 0;
  response.writeHead(from > 0 ? 206 : 200, { etag: '"v1"', "content-length": bytes.length - from });
  response.end(bytes.subarray(from));
});

/** Sends the beginning of the wheel, and breaks off when all of it is on the disk of whoever asked. */
const cutOff = (etag: string, part: Uint8Array) => (_: IncomingMessage, response: ServerResponse) => {
  response.writeHead(200, { etag, "content-length": wheel.length });
  const cut = () => void (isKept(part) ? response.socket?.end() : setTimeout(cut, 5));
  response.write(part, cut);
  return true;
};
const isKept = (part: Uint8Array) => {
  const folder = join(env.X_DATA, ".partial");
  return (
    existsSync(folder) &&
    readdirSync(folder).some((name) => statSync(join(folder, name)).size === part.length)
  );
};

const path = "/en_mine-1.0.0/en_mine-1.0.0-py3-none-any.whl";

beforeAll(async () => {
  const nlp = blank("en");
  nlp.addPipe("sentencizer");
  Object.assign(nlp.meta, { name: "mine", version: "1.0.0", description: "Splits sentences", author: "Me" });
  await nlp.toDisk(place.path("model"));
  const made = await x("package", "model", "dist", "--build", "npm,wheel");
  expect(made.errors).toContain("en_mine-1.0.0-py3-none-any.whl");
  wheel = new Uint8Array(readFileSync(place.path("dist/en_mine-1.0.0-py3-none-any.whl")));
  // Tests that keep this process busy must not let connections grow old meanwhile.
  server.keepAliveTimeout = 120_000;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  pages.set(path, wheel);
  pages.set("/compatibility.json", JSON.stringify({ spacy: { "3.8": { en_mine: ["1.0.0", "0.9.0"] } } }));
  const hash = createHash("sha256").update(wheel).digest("hex");
  pages.set("/simple/en-mine/", `<a href="${path}#sha256=${hash}">en_mine-1.0.0-py3-none-any.whl</a>`);
  pages.set(
    "/simple/en-bad/",
    `<a href="/en_bad-1.0.0-py3-none-any.whl#sha256=${"0".repeat(64)}">en_bad-1.0.0-py3-none-any.whl</a>`,
  );
  pages.set("/en_bad-1.0.0-py3-none-any.whl", wheel);
  pages.set("/wheel.whl", wheel);
  pages.set("/simple/en-other/", `<a href="${path}#sha256=${hash}">en_other-1.0.0-py3-none-any.whl</a>`);
  pages.set("/odd/compatibility.json", "null");
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const config = "en_mine/en_mine-1.0.0/config.cfg";
const otherTokenizer = () => ({ "en_mine/en_mine-1.0.0/tokenizer": new Uint8Array(9) });
const filesOfWheel = () => Object.fromEntries(readWheel(wheel, "w").all);
/** The wheel with other files, its RECORD as it was. */
const changed = (files: Zippable, without?: RegExp) =>
  zipSync({
    ...Object.fromEntries(Object.entries(filesOfWheel()).filter(([name]) => without?.test(name) !== true)),
    ...files,
  });
/** The wheel with another folder for its package, or with other files, and a RECORD that says so. */
const renamed = (name: string, more: Record<string, Uint8Array> = {}) => {
  const files = new Map(
    Object.entries({ ...filesOfWheel(), ...more })
      .filter(([file]) => !file.endsWith("RECORD"))
      .map(([file, bytes]) => [
        file.replaceAll(/^en_mine(?=\/)|(?<=^en_mine\/)en_mine(?=-)/g, () => name),
        bytes,
      ]),
  );
  const lines = [...files].map(([file, bytes]) => `${file},sha256=${createHash("sha256").update(bytes).digest("base64url")},${bytes.length}\n`); // prettier-ignore
  files.set("en_mine-1.0.0.dist-info/RECORD", new TextEncoder().encode(lines.join("")));
  return zipSync(Object.fromEntries(files));
};

/** The pipeline as a source archive of Python's. */
function sourceArchive(): Uint8Array {
  const root = place.path("source");
  for (const [file, bytes] of Object.entries(filesOfWheel())) {
    if (file.includes(".dist-info/")) continue;
    mkdirSync(dirname(join(root, "en_mine-1.0.0", file)), { recursive: true });
    writeFileSync(join(root, "en_mine-1.0.0", file), bytes);
  }
  cpSync(join(root, "en_mine-1.0.0/en_mine/meta.json"), join(root, "en_mine-1.0.0/meta.json"));
  execFileSync("tar", ["czf", join(root, "made.tar.gz"), "-C", root, "en_mine-1.0.0"]);
  return readFileSync(join(root, "made.tar.gz"));
}

async function sentences(name: string): Promise<number> {
  const nlp = await load(name, { packages: [], dataFolder: env.X_DATA });
  return (await nlp("One. Two.")).sents.length;
}

describe("x download", () => {
  it("asks the table for the version, and load finds the pipeline by name", async () => {
    const answer = await x("download", "en_mine", "--url", base);
    expect(answer.errors).toContain("en_mine 1.0.0");
    expect(answer.code).toBe(0);
    expect(await sentences("en_mine")).toBe(2);
    expect(readdirSync(env.X_DATA).sort()).toEqual([".partial", "en_mine"]);
    expect(readdirSync(join(env.X_DATA, ".partial"))).toEqual([]);
  });

  it("runs commands with the name", async () => {
    place.write("texts.jsonl", '{"text": "One. Two."}\n');
    const answer = await x("apply", "en_mine", "texts.jsonl", "docs.jsonl", "--force");
    expect(answer.errors).not.toContain("✘");
    expect(existsSync(place.path("docs.jsonl"))).toBe(true);
  });

  it("takes name-version, a URL, a path, and an index with checksums", async () => {
    expect((await x("download", "en_mine-1.0.0", "--direct", "--url", base)).code).toBe(0);
    expect((await x("download", base + path)).code).toBe(0);
    expect((await x("download", "dist/en_mine-1.0.0-py3-none-any.whl")).code).toBe(0);
    expect((await x("download", "en_mine-1.0.0", "--index", `${base}/simple`)).code).toBe(0);
    expect((await x("download", "en_mine", "--offline")).errors).toContain("is here");
  });

  it("goes on where a download was cut off", async () => {
    once = cutOff('"v1"', wheel.subarray(0, 1000));
    const cut = await x("download", base + path);
    expect(cut.errors).toContain("[L142]");
    expect(cut.code).toBe(1);
    expect((await x("download", base + path)).code).toBe(0);
    expect(requests.at(-1)!.range).toMatch(/^bytes=[1-9]\d*-$/);
  });

  it("begins anew where the file has changed since", async () => {
    once = cutOff('"v0"', new Uint8Array(500));
    expect((await x("download", base + path)).errors).toContain("[L142]");
    expect((await x("download", base + path)).code).toBe(0);
  });

  it.each([
    [["download", "en_nothing", "--offline"], "P410"],
    [["download", "en_min", "--url", "BASE"], "L144"],
    [["download", "en_mine", "--direct", "--url", "BASE"], "L145"],
    [["download", "en_mine-9.9.9", "--direct", "--url", "BASE"], "L141"],
    [["download", "en_bad-1.0.0", "--index", "BASE/simple"], "L143"],
    [["download", "en_other-1.0.0", "--index", "BASE/simple"], "L144"],
    [["download", "en_mine", "--url", "BASE/odd"], "L144"],
    [["download", "constructor", "--url", "BASE"], "L144"],
    [["download", "BASE/en_bad-1.0.0-py3-none-any.whl"], "P424"],
    [["download", "BASE" + path, "--max-size", "1KB"], "L149"],
    [["download", "BASE" + path, "--max-size", "much"], "L006"],
    [["download", "en_mine", "--url", "http://127.0.0.1:9"], "L140"],
    [["download", "nowhere.whl"], "L100"],
  ])("%j ends with %s", async (args, code) => {
    const answer = await x(...args.map((argument) => argument.replace("BASE", base)));
    expect(answer.errors).toContain(`[${code}]`);
    expect(answer.code).toBe(1);
  });

  it.each<[string, () => Uint8Array, string]>([
    ["is no zip", () => new TextEncoder().encode("<html>sorry</html>"), "P420"],
    ["is truncated", () => wheel.subarray(0, wheel.length >> 1), "P420"],
    ["leaves its folder", () => zipSync({ "../evil/meta.json": new Uint8Array(3) }), "P421"],
    ["has an absolute path", () => zipSync({ "/etc/evil": new Uint8Array(3) }), "P421"],
    ["is another package", () => zipSync({ "numpy/__init__.py": new Uint8Array(3) }), "P422"],
    ["was changed after its RECORD", () => changed({ [config]: new Uint8Array(9) }), "P423"],
    ["has a file that its RECORD does not name", () => changed({ "evil.py": new Uint8Array(9) }), "P423"],
    ["has no RECORD", () => changed({}, /RECORD$/), "P423"],
    ["lacks a file of its RECORD", () => changed({}, /tokenizer$/), "P423"],
    [
      "links out of its folder",
      () => changed({ [config]: [new Uint8Array(9), { os: 3, attrs: 0o120777 << 16 }] }),
      "P421",
    ],
    ["has a device of Windows in it", () => changed({ "en_mine/NUL.txt": new Uint8Array(9) }), "P421"],
    [
      "has names that are one on some systems",
      () => changed({ "EN_MINE/meta.json": new Uint8Array(9) }),
      "P420",
    ],
    ["has the folder .", () => renamed("."), "P421"],
    ["has the folder .lock", () => renamed(".lock"), "P422"],
    ["has the folder __proto__", () => renamed("__proto__"), "P422"],
    ["has a folder with a very long name", () => renamed("x".repeat(200)), "P422"],
    ["writes to the terminal by its folder", () => renamed("a\u001b]0;owned\u0007"), "P421"],
    ["is another pipeline", () => renamed("en_other"), "P424"],
    ["is not what its pipeline was saved as", () => renamed("en_mine", otherTokenizer()), "P406"],
    ["is a bomb", () => changed({ [config]: [new Uint8Array(65 << 20), { level: 1 }] }), "P420"],
  ])("refuses a wheel that %s, and writes nothing", async (_, make, code) => {
    writeFileSync(place.path("en_mine-1.0.0-py3-none-any.whl"), make());
    const before = readdirSync(place.folder, { recursive: true });
    const answer = await x("download", "en_mine-1.0.0-py3-none-any.whl");
    expect(answer.errors).toContain(`[${code}]`);
    expect(answer.errors).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
    expect(readdirSync(place.folder, { recursive: true })).toEqual(before);
  });

  it("is compared with the pipeline's checksums when a wheel is loaded as it is", async () => {
    const path = place.path("loaded.whl");
    writeFileSync(path, wheel);
    await load(path);
    writeFileSync(path, changed(otherTokenizer()));
    await expect(load(path)).rejects.toThrow("[P406] tokenizer ");
  });

  it("installs a file of any name, and replaces nothing by it", async () => {
    const env = { X_DATA: place.path("empty") };
    writeFileSync(place.path("w.whl"), wheel);
    expect((await place.x(["download", "w.whl"], { env })).code).toBe(0);
    writeFileSync(join(env.X_DATA, "en_mine/precious"), "");
    for (const again of ["w.whl", `${base}/wheel.whl`])
      expect((await place.x(["download", again], { env })).errors).toContain("[P426]");
    expect(existsSync(join(env.X_DATA, "en_mine/precious"))).toBe(true);
  });

  it("asks a server that always answers 416 once", async () => {
    once = cutOff('"v1"', wheel.subarray(0, 1000));
    expect((await x("download", base + path)).errors).toContain("[L142]");
    const before = requests.length;
    const refuse = (_: IncomingMessage, response: ServerResponse) => {
      response.writeHead(416).end();
      once = refuse;
      return true;
    };
    once = refuse;
    expect((await x("download", base + path)).errors).toContain("[L141]");
    once = undefined;
    expect(requests.length - before).toBe(2);
  });

  it("takes source archives, as spacy package makes them: a path, a URL, and by name from an index", async () => {
    const source = place.path("en_mine-1.0.0.tar.gz");
    writeFileSync(source, sourceArchive());
    pages.set("/en_mine-1.0.0.tar.gz", readFileSync(source));
    pages.set("/en_mine-1.0.0/en_mine-1.0.0.tar.gz", readFileSync(source));
    pages.set("/sources/en-mine/", `<a href="/en_mine-1.0.0.tar.gz">en_mine-1.0.0.tar.gz</a>`);
    for (const [i, args] of [
      [source],
      [`${base}/en_mine-1.0.0.tar.gz`],
      ["en_mine-1.0.0", "--index", `${base}/sources`],
      ["en_mine", "--index", `${base}/sources`],
      ["en_mine", "--sdist", "--url", base],
    ].entries()) {
      const env = { X_DATA: place.path(`sources-${i}`) };
      const before = requests.length;
      const { code, errors } = await place.x(["download", ...args], { env });
      expect([code, errors]).toEqual([0, expect.stringContaining("✔ en_mine 1.0.0")]);
      if (i === 0) expect(requests.length).toBe(before);
      const nlp = await load("en_mine", { packages: [], dataFolder: env.X_DATA });
      expect((await nlp("One. Two.")).sents).toHaveLength(2);
    }
    expect(await sentences(source)).toBe(2);
    expect((await x("download", "nowhere-1.0.0.tar.gz")).errors).toContain("[L100]");
  });

  it("finds the pipeline of a wheel by its meta.json, as spaCy does, where the package is called otherwise", async () => {
    const inner = new Map(
      Object.entries(filesOfWheel()).map(([file, bytes]) => [
        file.replace(/^en_mine(?=\/)/, "other_name"),
        bytes,
      ]),
    );
    writeFileSync(place.path("otherwise.whl"), zipSync(Object.fromEntries(inner)));
    expect(await sentences(place.path("otherwise.whl"))).toBe(2);
  });

  it("says what a pipeline lacks that cannot be loaded, and no ✔", async () => {
    const needy = () => {
      const text = new TextDecoder().decode(filesOfWheel()[config]);
      const changedConfig = text.replace('factory = "sentencizer"', 'factory = "entity_linker"');
      return renamed("en_mine", { [config]: new TextEncoder().encode(changedConfig) });
    };
    const env = { X_DATA: place.path("needy") };
    writeFileSync(place.path("en_mine-1.0.0-py3-none-any.whl"), needy());
    const { code, errors } = await place.x(["download", "en_mine-1.0.0-py3-none-any.whl"], { env });
    expect(code).toBe(0);
    expect(errors).not.toContain("✔");
    expect(errors).toMatch(/cannot be loaded.*entity_linker", which no package of ours has/s);
  });

  it("refuses the empty packages that keep names of spaCy's", async () => {
    pages.set(
      "/empty/en-core-web-sm/",
      `<a href="/en_core_web_sm-999.9.9-py3-none-any.whl">en_core_web_sm-999.9.9-py3-none-any.whl</a>`,
    );
    const before = requests.length;
    for (const args of [
      ["en_core_web_sm", "--index", `${base}/empty`],
      ["en_core_web_sm-999.9.9", "--index", `${base}/empty`],
      ["en_core_web_sm-999.9.9", "--direct", "--url", base],
      [`${base}/en_core_web_sm-999.9.9-py3-none-any.whl`],
    ])
      expect((await x("download", ...args)).errors, args.join(" ")).toContain("[L157]");
    expect(requests.slice(before).map(({ url }) => url)).toEqual(["/empty/en-core-web-sm/"]);
  });

  it("waits for no second process", async () => {
    const lock = join(env.X_DATA, ".lock");
    writeFileSync(lock, JSON.stringify({ pid: process.pid, host: "elsewhere", began: null }));
    expect((await x("download", base + path)).errors).toContain("[L146]");
    execFileSync("rm", [lock]);
  });
});

describe("x package", () => {
  it("refuses to replace a version, and bad names", async () => {
    expect((await x("package", "model", "dist")).errors).toContain("[L130]");
    expect((await x("package", "model", "dist", "--name", "../evil")).errors).toContain("[L131]");
    expect((await x("package", "model", "dist", "--force", "--build", "none")).code).toBe(0);
  });

  it.skipIf(process.platform === "win32")(
    "takes files alone: no link out of the folder, no pipe",
    async () => {
      writeFileSync(place.path("secret"), "mine");
      const copy = place.path("linked");
      const refused = async (add: () => void) => {
        rmSync(copy, { recursive: true, force: true });
        cpSync(place.path("model"), copy, { recursive: true });
        add();
        const { errors } = await x("package", "linked", "linked-dist", "--build", "wheel");
        expect(existsSync(place.path("linked-dist"))).toBe(false);
        return errors;
      };
      expect(await refused(() => symlinkSync("../secret", join(copy, "notes")))).toMatch(
        /\[FS10\].*notes.*secret/,
      );
      expect(await refused(() => symlinkSync("../nothing", join(copy, "notes")))).toMatch(/\[FS10\].*notes/);
      expect(await refused(() => symlinkSync("vocab", join(copy, "more")))).toMatch(/\[L133\].*more/);
      expect(await refused(() => execFileSync("mkfifo", [join(copy, "pipe")]))).toMatch(/\[FS11\].*pipe/);
    },
  );

  it("puts code into packages, where a project that depends on them finds what it registers", async () => {
    writeFileSync(place.path("functions.mjs"), 'export const registrations = { packageName: "coded", misc: { "coded.one": { create: () => 1 } } };\n'); // prettier-ignore
    writeFileSync(place.path("effects.mjs"), "globalThis.codedEffects = true;\n");
    writeFileSync(place.path("functions.py"), "ONE = 1\n");
    const made = await x("package", "model", "dist", "--name", "coded", "--build", "npm,wheel", "--code", "functions.mjs,effects.mjs,functions.py"); // prettier-ignore
    expect(made.code).toBe(0);
    const version = readdirSync(place.path("dist")).find((name) => /^en_coded-[\d.]+$/.test(name))!;
    const project = place.path("project");
    mkdirSync(join(project, "node_modules"), { recursive: true });
    cpSync(join(place.path("dist"), version), join(project, "node_modules/en_coded"), { recursive: true });
    writeFileSync(join(project, "package.json"), '{ "dependencies": { "en_coded": "1" } }');
    const tables = await discoverPackages(project);
    expect(tables.map(({ packageName, misc }) => [packageName, Object.keys(misc ?? {})])).toEqual([["en_coded", ["coded.one"]]]); // prettier-ignore
    expect(globalThis).toHaveProperty("codedEffects", true);
    const wheel = readdirSync(place.path("dist")).find((name) => /^en_coded.*whl$/.test(name))!;
    const files = unzipSync(new Uint8Array(readFileSync(join(place.path("dist"), wheel))));
    expect(new TextDecoder().decode(files["en_coded/__init__.py"])).toContain("from . import functions");
    expect(files["en_coded/functions.py"]).toBeDefined();
    const refused = await x("package", "model", "dist", "--name", "other", "--code", "functions.py");
    expect(refused.errors).toContain("[L132]");
  });

  it("makes an archive that tar reads, whose package load finds in node_modules", async () => {
    const target = place.path("app/node_modules/en_mine");
    execFileSync("mkdir", ["-p", target]);
    execFileSync("tar", ["xzf", place.path("dist/en_mine-1.0.0.tgz"), "-C", target, "--strip-components=1"]);
    const manifest = JSON.parse(readFileSync(join(target, "package.json"), "utf8")) as { name: string };
    expect(manifest.name).toBe("en_mine");
    expect(await sentences(target)).toBe(2);
    expect(await sentences(place.path("dist/en_mine-1.0.0-py3-none-any.whl"))).toBe(2);
  });

  (existsSync(python) ? test : test.skip)(
    "makes a wheel that pip installs and spaCy loads",
    () => {
      const target = place.path("site");
      const archive = place.path("dist/en_mine-1.0.0-py3-none-any.whl");
      execFileSync(python, ["-m", "pip", "install", "-q", "--no-deps", "--target", target, archive]);
      const script = `import spacy; nlp = spacy.load("en_mine"); print(len(list(nlp("One. Two.").sents)), nlp.meta["version"])`;
      const output = execFileSync(python, ["-W", "ignore", "-c", script], {
        encoding: "utf8",
        env: { ...process.env, PYTHONPATH: target },
      });
      expect(output.trim()).toBe("2 1.0.0");
    },
    120_000,
  );
});
