import { registry } from "@x/core";
import { createRuntime } from "@x/nn/runtime";
import { describeModel, hubSettings, openModel } from "@x/encoders";
import type { Command } from "commander";
import { arch, platform, release } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { version } from "../../package.json";
import { registerRuntime } from "../choose-runtime";
import type { CommandContext } from "../context";
import { aboutEnvironment } from "../environment";
import { errors } from "../errors";
import { readJsonFile } from "../io/json-file";
import { formatTable } from "../io/table";
import { exists } from "../io/walk";
import { addOption } from "../options";
import { usePackages, type Place } from "../packages";

interface InfoOptions {
  readonly markdown?: boolean;
  readonly silent?: boolean;
  readonly exclude: string;
  readonly hf?: string;
  readonly environment?: boolean;
}

const details = `
Examples:
  x info                          describes this installation
  x info --environment            what a bug report needs, ready to paste
  x info out/model-best           describes a pipeline
  x info --hf roberta-base        says whether a pretrained transformer is supported: a name on the hub, or a folder
  x info out/model-best --markdown --exclude labels,vectors
`;

/** `x info`: about this installation, or about a pipeline. */
export function addInfo(parent: Command, context: CommandContext): void {
  const command = parent
    .command("info")
    .description("Describe the installation or a pipeline.")
    .argument("[pipeline]", "folder of a pipeline")
    .addHelpText("after", details)
    .action((pipeline: string | undefined, options: InfoOptions) => runInfo(context, pipeline, options));
  addOption(command, { flags: ["--markdown", "-md"], help: "print a Markdown list, to paste into an issue" });
  addOption(command, {
    flags: ["--environment"],
    help: "include the machine, the packages and their versions, as a Markdown list without paths",
  });
  addOption(command, {
    flags: ["--silent", "-s", "-S"],
    help: "print nothing; only check that it can be read",
  });
  addOption(command, {
    flags: ["--exclude", "-e"],
    value: "keys",
    help: "the entries to omit, comma-separated",
    default: "labels",
  });
  addOption(command, {
    flags: ["--hf"],
    value: "name",
    help: "a pretrained transformer to describe: its name on the Hugging Face hub, or its folder",
  });
}

async function runInfo(
  context: CommandContext,
  path: string | undefined,
  options: InfoOptions,
): Promise<void> {
  const { terminal } = context;
  const { hf } = options;
  if (hf !== undefined && path !== undefined) throw errors.eitherPipelineOrModel();
  const title =
    hf !== undefined
      ? `About the model ${hf}`
      : path === undefined
        ? "About x"
        : `About the pipeline ${path}`;
  const data =
    hf !== undefined
      ? await aboutModel(hf, context)
      : path === undefined
        ? await aboutInstallation(context)
        : await aboutPipeline(path, terminal.cwd);
  if (options.environment) Object.assign(data, aboutEnvironment(terminal));
  if (options.silent) return;
  const exclude = new Set(options.exclude.split(",").map((key) => key.trim()));
  const entries = Object.entries(data).filter(([key]) => !exclude.has(key));
  if (options.markdown || options.environment) {
    // A path says where things are on this machine: it has no place in an issue.
    const shared = entries.filter(([key]) => key !== "source" && key !== "Location");
    terminal.out(`## ${title}\n\n${shared.map(([key, value]) => `- **${key}:** ${show(value)}\n`).join("")}`);
  } else {
    terminal.out(`${title}\n\n${formatTable(entries.map(([key, value]) => [key, show(value)]))}`);
  }
}

function show(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

async function aboutInstallation(place: Place): Promise<Record<string, unknown>> {
  return {
    Version: version,
    Location: fileURLToPath(new URL(".", import.meta.url)),
    Platform: `${platform()} ${release()} ${arch()}`,
    "Node.js": process.versions.node,
    ...(await aboutRuntimes(place)),
  };
}

/** What networks can run on here, and what is missing for the others. */
async function aboutRuntimes(place: Place): Promise<Record<string, string>> {
  await usePackages(place);
  await registerRuntime("tfjs", place.terminal);
  const found: Record<string, string> = {};
  for (const name of registry.names("runtimes"))
    try {
      const description = await createRuntime(name).describe?.();
      found[`Runtime ${name}`] = description?.text ?? "installed";
    } catch (cause) {
      found[`Runtime ${name}`] = `not usable: ${(cause as Error).message.split("\n")[0]}`;
    }
  if (!registry.has("runtimes", "tfjs")) found["Runtime tfjs"] = "not installed: npm install @x/tfjs";
  return found;
}

async function aboutPipeline(path: string, cwd: string): Promise<Record<string, unknown>> {
  const folder = resolve(cwd, path);
  if (!(await exists(folder))) throw errors.missingInput("The pipeline", path);
  const file = resolve(folder, "meta.json");
  if (!(await exists(file))) throw errors.notAPipeline(path);
  const meta = readJsonFile<Record<string, unknown>>(file, join(path, "meta.json"));
  if (typeof meta !== "object" || meta === null || Array.isArray(meta))
    throw errors.unreadableFile(
      join(path, "meta.json"),
      `expected { "lang": ..., "name": ... }, and found ${JSON.stringify(meta)}`,
    );
  for (const key of ["accuracy", "performance", "speed"]) delete meta[key];
  return { ...meta, source: folder };
}

/** About a pretrained transformer; one that cannot be used gives the exit code of an error. */
async function aboutModel(name: string, context: CommandContext): Promise<Record<string, unknown>> {
  const { env, cwd } = context.terminal;
  const folder = resolve(cwd, name);
  const files = await openModel((await exists(folder)) ? folder : name, hubSettings(env));
  const model = await describeModel(files);
  if (!model.supported) context.exitCode = 1;
  const { weights, tokenizer } = model;
  const size = weights?.size === undefined ? "" : `, ${(weights.size / 1e6).toFixed(1)} MB`;
  return {
    Supported: model.supported ? "yes" : `no: ${model.problems.join(" ")}`,
    Architecture: [model.modelType, ...model.classes].join(", "),
    "Width, layers": `${model.width ?? "?"}, ${model.layers ?? "?"}`,
    Weights: weights === undefined ? "none" : `${weights.file}${size}`,
    Tokenizer:
      tokenizer === undefined
        ? "none that can be used"
        : `${tokenizer.className} from ${tokenizer.source}, ${tokenizer.vocabularySize} pieces`,
    "Longest input": tokenizer?.modelMaxLength ?? "no limit given",
  };
}
