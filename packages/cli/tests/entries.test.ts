import { execFile } from "node:child_process";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "../../..");
const folders = readdirSync(join(root, "packages")).filter((folder) =>
  existsSync(join(root, "packages", folder, "dist")),
);

test.each(folders)("no source of %s is in two files of its build", (folder) => {
  const dist = join(root, "packages", folder, "dist");
  const sources = readdirSync(dist, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".js.map"))
    .flatMap((file) => (JSON.parse(readFileSync(join(dist, file), "utf8")) as { sources: string[] }).sources);
  expect(sources.filter((source, i) => sources.indexOf(source) !== i)).toEqual([]);
});

/** What can only be true if an entry has the modules of its package's barrel: a class of which there is one. */
const shared = {
  "@x/core/files": `caught(() => entry.checkIsFile(".")).constructor === barrel.XError`,
  "@x/core/languages": `entry.specialCases(["1."]) instanceof Map && barrel.languages.en.infixes.includes(entry.baseInfixes[0])`,
  "@x/core/spi": `entry.catalogue({ one: () => "[X1] one" }).one().constructor === barrel.XError`,
  "@x/core/vectors": `caught(() => entry.parseVectorAttr("NONE")).constructor === barrel.XError`,
  "@x/pipeline/components": `entry.TransitionParser.isPrototypeOf(barrel.EntityRecognizer)`,
  "@x/pipeline/spi": `barrel.TrainablePipe.isPrototypeOf(entry.TrainedComponent)`,
  "@x/nn/files": `entry.readTorchFile === barrel.readTorchFile`,
  "@x/nn/graph": `new barrel.Graph().operators === entry.operators`,
  "@x/nn/runtime": `barrel.useRuntime(barrel.referenceRuntime()) === entry.sharedRuntime()`,
  "@x/nn/spi": `barrel.Linear({ nO: 2, nI: 3 }).initialize().params.get("W") instanceof entry.Param`,
  "@x/nn/testing": `entry.buildLayer({ "@layers": "Linear.v1" }) instanceof barrel.Model`,
};

test.each([["for Node"], ["for bundlers", "--conditions=module"]])(
  "the entries of a package share its modules, built %s",
  async (_, ...conditions) => {
    const code = `
      const caught = (call) => { try { call(); } catch (error) { return error; } };
      const results = {};
      ${Object.entries(shared)
        .map(
          ([name, expression]) => `{
            const [entry, barrel] = [await import("${name}"), await import("${name.slice(0, name.lastIndexOf("/"))}")];
            results["${name}"] = ${expression};
          }`,
        )
        .join("\n")}
      console.log(JSON.stringify(results));`;
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [...conditions, "--input-type=module", "-e", code],
      { cwd: join(root, "packages/cli") },
    );
    expect(JSON.parse(stdout)).toEqual(Object.fromEntries(Object.keys(shared).map((name) => [name, true])));
  },
);
