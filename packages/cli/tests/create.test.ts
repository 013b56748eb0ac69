import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { version } from "../package.json";
import { pluginFiles } from "../src/create/plugin-files";
import { describeCommands } from "../src/program";
import { workplace } from "./workplace";

describe("create plugin", () => {
  it("writes a package that names itself everywhere", async () => {
    const { folder, x } = workplace();
    const { code, errors } = await x(["create", "plugin", "@acme/words"]);
    expect(errors).toContain("acme-words.GatedEmbed.v1");
    expect(code).toBe(0);
    const manifest = JSON.parse(readFileSync(join(folder, "words/package.json"), "utf8"));
    expect(manifest.name).toBe("@acme/words");
    expect(manifest.x).toEqual({ registrations: "./dist/index.js" });
    const paths = readdirSync(join(folder, "words"), { recursive: true, withFileTypes: true });
    for (const entry of paths.filter((each) => each.isFile()))
      expect(readFileSync(join(entry.parentPath, entry.name), "utf8")).not.toContain("__");
    expect(paths.map(({ name }) => name)).toContain(".gitignore");
  });

  it("writes what the example is", () => {
    const example = new URL("../../../examples/plugin-embeddings/", import.meta.url);
    for (const [path, text] of pluginFiles({ name: "plugin-embeddings", version })) {
      const there = readFileSync(new URL(path, example), "utf8");
      // The example is not published, which is all that its manifest says beside.
      expect(there.replace('  "private": true,\n', ""), path).toBe(text);
    }
  });

  it("leaves what is there alone", async () => {
    const { x, path } = workplace();
    expect((await x(["create", "plugin", "mine"])).code).toBe(0);
    expect((await x(["create", "plugin", "mine"])).errors).toContain("[L162]");
    expect((await x(["create", "plugin", "My Words"])).errors).toContain("[L160]");
    expect((await x(["create", "plugin", "@x/core"])).errors).toContain("[L161]");
    mkdirSync(path("node_modules/taken"), { recursive: true });
    expect((await x(["create", "plugin", "taken"])).errors).toContain("[L161]");
  });
});

describe("completion", () => {
  it("refuses unknown shells", async () => {
    const { x } = workplace();
    expect((await x(["completion", "csh"])).errors).toContain("[L163]");
  });

  it("names every command and option", async () => {
    const { x } = workplace();
    for (const shell of ["bash", "zsh", "fish"]) {
      const { output } = await x(["completion", shell]);
      for (const { path, options } of describeCommands()) {
        for (const word of path) expect(output).toContain(word);
        for (const { names } of options)
          expect(output).toContain(names.find((name) => name.startsWith("--"))!.slice(2));
      }
    }
  });

  it.each([
    ["x ev", "evaluate"],
    ["x init c", "config"],
    ["x train --out", "--output"],
    ["x init config out.cfg --optimize ", "accuracy efficiency"],
  ])("bash completes %s", async (line, expected) => {
    const { x } = workplace();
    const { output } = await x(["completion", "bash"]);
    const given = line.split(" ");
    const script = `${output}\nCOMP_WORDS=(${given.map((word) => `"${word}"`).join(" ")}); COMP_CWORD=${given.length - 1}; _x; printf '%s\\n' "\${COMPREPLY[@]}" | sort | tr '\\n' ' '`;
    const { stdout, stderr } = spawnSync("bash", ["-c", script], { encoding: "utf8" });
    expect(stderr).toBe("");
    expect(stdout.trim().split(" ")).toEqual(expect.arrayContaining(expected.split(" ")));
  });
});

describe("info --environment", () => {
  it("tells what a report needs, and nothing of where things are", async () => {
    const { x, folder } = workplace();
    const { output, code } = await x(["info", "--environment"], { env: { X_DATA: "/secret/place" } });
    expect(code).toBe(0);
    expect(output).toMatch(/^## About x\n/);
    for (const part of ["Version", "Node.js", "Processor", "Memory", "Packages", "@x/core", "X_DATA"])
      expect(output).toContain(part);
    expect(output).not.toContain("/secret");
    expect(output).not.toContain(folder);
    expect(output).not.toContain(process.cwd());
  });
});

describe("every command", () => {
  it.each(describeCommands().map((command) => [command.path.join(" "), command.path] as const))(
    "%s shows examples in its help",
    async (_, path) => {
      const { x } = workplace();
      const { code, output } = await x([...path, "--help"]);
      expect(code).toBe(0);
      expect(output).toMatch(/Examples?:\n {2}x /);
    },
  );
});
