import { registry } from "@x/core";
import { registryKinds } from "@x/core/spi";
import { createRequire } from "node:module";
import { existsSync, readFileSync } from "node:fs";
import { availableParallelism, cpus, totalmem } from "node:os";
import { join } from "node:path";

/** Variables that change what the commands do; whether they are set is told, their values are not. */
const variables =
  /^(X_|HF_|ONNXRUNTIME_|OMP_NUM_THREADS|NODE_OPTIONS|SPACY_CONFIG_OVERRIDES|CUDA_VISIBLE_DEVICES|NO_COLOR|CI$)/;

/** What a report of a bug needs beside the version: machine, packages with their versions, variables. No paths. */
export function aboutEnvironment({
  cwd,
  env,
}: {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}): Record<string, string> {
  const processors = cpus();
  const names = new Set(
    registryKinds.flatMap((kind) => registry.names(kind).map((name) => registry.providerOf(kind, name)!)),
  );
  const packages = ["@x/core", ...names, "onnxruntime-node", "tokenizers", "@tensorflow/tfjs", "zod"]
    .filter((name, i, all) => all.indexOf(name) === i)
    .map((name) => [name, versionOf(name, cwd)])
    .filter(([, version]) => version !== undefined)
    .map((pair) => pair.join(" "));
  const set = Object.keys(env).filter((name) => env[name] !== undefined && variables.test(name));
  return {
    Processor: `${processors[0]?.model ?? "unknown"}, ${availableParallelism()} of ${processors.length} cores`,
    Memory: `${(totalmem() / 2 ** 30).toFixed(1)} GB`,
    npm: /npm\/(\S+)/.exec(env.npm_config_user_agent ?? "")?.[1] ?? "not started by npm",
    Packages: packages.join(", "),
    "Variables that are set": set.length === 0 ? "none" : set.sort().join(", "),
  };
}

/** The version of a package as seen from here, else from the current folder. */
function versionOf(name: string, cwd: string): string | undefined {
  for (const from of [import.meta.url, join(cwd, "package.json")])
    for (const folder of createRequire(from).resolve.paths(name) ?? []) {
      const path = join(folder, name, "package.json");
      if (existsSync(path)) return readManifest(path).version;
    }
  // A plugin that is the current project itself.
  const own = join(cwd, "package.json");
  if (existsSync(own)) {
    const manifest = readManifest(own);
    if (manifest.name === name) return manifest.version;
  }
  return undefined;
}

/** Name and version in a package.json, which a report does without where it is damaged. */
function readManifest(path: string): { readonly name?: string; readonly version?: string } {
  try {
    return (JSON.parse(readFileSync(path, "utf8")) ?? {}) as { name?: string; version?: string };
  } catch {
    return {};
  }
}
