// A plugin of somebody else: written by `x create plugin`, built, tested, packed, installed beside @x/cli, named in a config, trained.
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const name = "my-embeddings";
const training = "--training.max_steps=20 --training.eval_frequency=10";

/**
 * @param options.workshop a folder outside of the repository
 * @param options.makeProject writes a package.json that depends on packages of ours by their tarballs
 * @param options.corpus a folder with train.spacy and dev.spacy
 * @returns problems
 */
export function checkPlugin({ workshop, makeProject, overridesOf, install, corpus }) {
  const problems = [];
  const home = join(workshop, "user");
  const run = (command, args, cwd, env = {}) => {
    const result = spawnSync(command, args, {
      cwd,
      encoding: "utf8",
      env: { ...process.env, NO_COLOR: "1", ...env },
    });
    return { ...result, text: `${result.stdout}${result.stderr}` };
  };
  const must = (what, result) => {
    if (result.status !== 0) throw new Error(`${what} fails:\n${result.text ?? result.stderr}`);
    return result;
  };
  const x = (...args) =>
    run(join(home, "node_modules/.bin/x"), args, home, {
      SPACY_CONFIG_OVERRIDES: args[0] === "train" ? training : "",
    });
  const expectRefusal = (what, result, ...texts) => {
    const missing = texts.filter((text) => !result.text.includes(text));
    if (result.status === 0 || missing.length > 0)
      problems.push(`${what}: the message should have ${missing.join(", ")}:\n${result.text}`);
  };
  try {
    makeProject(home, ["@x/cli"]);
    must("npm install @x/cli", install(home, []));

    must("x create plugin", x("create", "plugin", name, "work"));
    const work = join(home, "work");
    edit(join(work, "package.json"), (manifest) => ({
      ...manifest,
      overrides: overridesOf([]),
      devDependencies: {
        ...manifest.devDependencies,
        ...overridesOf([], Object.keys(manifest.devDependencies)),
      },
    }));
    must("npm install of the plugin", install(work, []));
    must("npm test of the plugin", run("npm", ["test"], work));
    const { stdout } = must("npm pack of the plugin", run("npm", ["pack", "--json"], work));
    const [{ filename }] = Object.values(JSON.parse(stdout.slice(stdout.search(/^[[{]/m))));
    cpSync(join(work, filename), join(home, filename));
    rmSync(work, { recursive: true, force: true });

    edit(join(home, "package.json"), (manifest) => ({
      ...manifest,
      dependencies: { ...manifest.dependencies, [name]: `file:${filename}` },
    }));
    must("npm install of the packed plugin", install(home, []));
    const plugin = join(home, "node_modules", name);
    if (existsSync(join(plugin, "node_modules/@x")))
      problems.push("the plugin brings copies of our packages");
    cpSync(corpus, join(home, "corpus"), { recursive: true });
    must(
      "x init fill-config",
      x("init", "fill-config", join("node_modules", name, "example.cfg"), "config.cfg"),
    );
    if (!readFileSync(join(home, "config.cfg"), "utf8").includes(`"${name}.GatedEmbed.v1"`))
      problems.push("the filled config does not name the plugin");
    must(
      "x train with the plugin",
      x(
        "train",
        "config.cfg",
        "--output",
        "out",
        "--paths.train",
        "corpus/train.spacy",
        "--paths.dev",
        "corpus/dev.spacy",
      ),
    );
    must("x evaluate with the plugin", x("evaluate", "out/model-best", "corpus/dev.spacy"));

    const other = join(home, "node_modules/other-embeddings");
    const add = (change) => {
      rmSync(other, { recursive: true, force: true });
      cpSync(plugin, other, { recursive: true });
      edit(join(other, "package.json"), (manifest) => change({ ...manifest, name: "other-embeddings" }));
    };
    edit(join(home, "package.json"), (manifest) => ({
      ...manifest,
      dependencies: { ...manifest.dependencies, "other-embeddings": "*" },
    }));
    add((manifest) => manifest);
    expectRefusal(
      "two plugins with one name",
      x("debug", "config", "config.cfg"),
      "[RG02]",
      name,
      "other-embeddings",
    );
    add((manifest) => ({ ...manifest, peerDependencies: { "@x/core": "^99.0.0" } }));
    expectRefusal(
      "a plugin for another major version",
      x("debug", "config", "config.cfg"),
      "[RG06]",
      "other-embeddings",
      "^99.0.0",
    );
    add((manifest) => manifest);
    mkdirSync(join(other, "node_modules/@x/core"), { recursive: true });
    writeFileSync(
      join(other, "node_modules/@x/core/package.json"),
      JSON.stringify({ name: "@x/core", version: "99.1.0" }),
    );
    expectRefusal(
      "two versions of the core",
      x("debug", "config", "config.cfg"),
      "[RG07]",
      "99.1.0",
      "brought by other-embeddings",
    );
  } catch (problem) {
    problems.push(problem.message);
  }
  return problems;
}

function edit(path, change) {
  writeFileSync(path, JSON.stringify(change(JSON.parse(readFileSync(path, "utf8"))), null, 2));
}
