import {
  createReadStream,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, type BuildResult } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { withoutNode } from "../../../tools/build/browser";
import { chromiumPath, Page } from "./chromium";
import { annotated, small, workplace } from "./workplace";

const example = fileURLToPath(new URL("../../../examples/browser", import.meta.url));
const root = fileURLToPath(new URL("../../..", import.meta.url));
const place = workplace();

/** Bundles as the example does, from the sources of the packages instead of their builds. */
const bundle = (contents: string): Promise<BuildResult<{ metafile: true; write: false }>> =>
  build({
    stdin: { contents, resolveDir: root, loader: "ts" },
    bundle: true,
    write: false,
    metafile: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    conditions: ["@x/source"],
    plugins: [withoutNode],
    logLevel: "silent",
  });

/** The entry points of a package that have a build for browsers. */
function browserEntries(folder: string): string[] {
  const manifest = readFileSync(join(root, "packages", folder, "package.json"), "utf8");
  const { exports } = JSON.parse(manifest) as { exports: Record<string, object> };
  const keys = Object.keys(exports).filter((key) => "browser" in Object(exports[key]));
  return keys.map((key) => `@x/${folder}${key.slice(1)}`);
}

describe("bundles for browsers", () => {
  it.each(["core", "nn", "pipeline", "train", "tok2vec", "tfjs"])(
    "@x/%s needs nothing of Node",
    async (name) => {
      const { metafile, outputFiles } = await bundle(
        browserEntries(name)
          .map((entry, i) => `export * as entry${i} from "${entry}";`)
          .join("\n"),
      );
      const imported = Object.values(metafile.inputs).flatMap(({ imports }) => imports);
      expect(imported.filter(({ path, external }) => external === true || path.startsWith("node:"))).toEqual(
        [],
      );
      expect(new TextDecoder().decode(outputFiles[0].contents)).not.toMatch(/["']node:/);
    },
  );

  it("what only Node can do is there, and says so when it is called", async () => {
    const { outputFiles } = await bundle(
      `export { load } from "@x/pipeline"; export { readDocBin } from "@x/core";`,
    );
    const file = place.path("bundle.mjs");
    writeFileSync(file, outputFiles[0].contents);
    const { load, readDocBin } = (await import(/* @vite-ignore */ file)) as Record<
      string,
      (path: string) => void
    >;
    expect(() => load("folder")).toThrow(/load reads or writes files.*loadFiles/);
    expect(() => readDocBin("file")).toThrow(expect.objectContaining({ code: "RG10" }));
  });
});

describe.skipIf(chromiumPath === undefined)(
  "the page, in Chromium (skipped without the Debian package chromium)",
  () => {
    let server: Server;
    let page: Page;

    beforeAll(async () => {
      const corpus = place.path("corpus/data.spacy");
      place.write("data.jsonl", annotated);
      await place.x(["convert", "data.jsonl", "corpus", "--lang", "en"]);
      await place.x(["init", "config", "config.cfg", "-l", "en", "-p", "ner"]);
      const steps = ["--training.max_steps", "60", "--training.eval_frequency", "20", ...small];
      await place.x([
        "train",
        "config.cfg",
        "-o",
        "site",
        "--paths.train",
        corpus,
        "--paths.dev",
        corpus,
        ...steps,
      ]);
      const site = place.path("site");
      const pipeline = join(site, "model-best");
      const files = readdirSync(pipeline, { recursive: true }).map(String);
      writeFileSync(
        join(pipeline, "files.json"),
        JSON.stringify(files.filter((path) => statSync(join(pipeline, path)).isFile())),
      );
      const { outputFiles } = await bundle(`import ${JSON.stringify(join(example, "src/main.ts"))};`);
      writeFileSync(join(site, "main.js"), outputFiles[0].contents);
      writeFileSync(join(site, "index.html"), readFileSync(join(example, "index.html")));
      server = serve(site, { "/pipeline/": "/model-best/" });
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      page = await Page.open(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    }, 120_000);

    afterAll(async () => {
      await page?.close();
      server?.close();
    });

    it("loads the pipeline over the network", async () => {
      const state = await page.until<string>("document.body.dataset.state", (value) => value !== undefined);
      expect(await page.evaluate("document.querySelector('#status').textContent")).toMatch(
        /^Ready: tok2vec, ner/,
      );
      expect(state).toBe("ready");
    });

    it("marks entities as one types, and unmarks them", async () => {
      await page.evaluate("document.querySelector('#text').focus()");
      await page.type("Sofia flew to Kyoto.");
      const marks = `[...document.querySelectorAll("mark")].map((mark) => [mark.textContent, mark.dataset.label])`;
      const wanted = [
        ["Sofia", "PER"],
        ["Kyoto", "LOC"],
      ];
      const same = (value: unknown) => JSON.stringify(value) === JSON.stringify(wanted);
      expect(await page.until(marks, same)).toEqual(wanted);
      expect(await page.evaluate("document.querySelector('#result').textContent")).toBe(
        "Sofia flew to Kyoto.",
      );
      const folder = process.env.X_SCREENSHOTS;
      if (folder !== undefined) {
        mkdirSync(folder, { recursive: true });
        writeFileSync(join(folder, "browser.png"), await page.screenshot());
      }
      await page.evaluate("document.querySelector('#text').select(); document.execCommand('delete')");
      expect(await page.until(marks, (value: unknown[]) => value.length === 0)).toEqual([]);
    });
  },
);

/** A static server; some folders lie elsewhere. */
function serve(folder: string, moved: Record<string, string>): Server {
  const types: Record<string, string> = {
    html: "text/html",
    js: "text/javascript",
    json: "application/json",
  };
  return createServer((request, response) => {
    let path = new URL(request.url ?? "/", "http://localhost").pathname;
    for (const [from, to] of Object.entries(moved))
      if (path.startsWith(from)) path = to + path.slice(from.length);
    const file = join(folder, path === "/" ? "index.html" : path);
    if (!existsSync(file) || !statSync(file).isFile()) return void response.writeHead(404).end();
    response.writeHead(200, {
      "content-type": types[file.split(".").at(-1) ?? ""] ?? "application/octet-stream",
    });
    createReadStream(file).pipe(response);
  });
}
