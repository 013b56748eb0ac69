import { isXError } from "@x/core";
import { findPipeline, installWheel, pipelineDataFolder } from "@x/pipeline";
import type { Command } from "commander";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { CommandContext } from "../context";
import { fetchFile } from "../download/fetch-file";
import { resolvePipeline } from "../download/resolve-pipeline";
import { error } from "../errors";
import { countingBar } from "../io/counting-bar";
import { lockFolder } from "../io/output-lock";
import { addOption } from "../options";

interface DownloadOptions {
  readonly direct?: boolean;
  readonly url?: string;
  readonly index?: string;
  readonly offline?: boolean;
}

const details = `
Pipelines go to the folder X_DATA, or to the data folder of the user; load() and all commands find them there by name.

Examples:
  x download en_core_web_sm
  x download en_core_web_sm-3.8.0 --direct
  x download fr_core_news_md --index https://packages.example.org/simple       with its checksum
  x download ./en_mine-1.0.0-py3-none-any.whl                      a wheel on this machine, or its URL
`;

/** `x download`: gets a trained pipeline. */
export function addDownload(parent: Command, context: CommandContext): void {
  const command = parent
    .command("download")
    .description("Get a trained pipeline.")
    .argument("<pipeline>", "its name; also the path or URL of a wheel")
    .addHelpText("after", details)
    .action((pipeline: string, options: DownloadOptions) => runDownload(context, pipeline, options));
  addOption(command, { flags: ["--direct", "-d", "-D"], help: "the name has the version: name-version" });
  addOption(command, {
    flags: ["--url", "-U"],
    value: "base",
    help: "where wheels and compatibility.json are, in place of spaCy's releases",
  });
  addOption(command, {
    flags: ["--index", "-i"],
    value: "url",
    help: "a package index as pip takes it, in place of spaCy's releases",
  });
  addOption(command, { flags: ["--offline"], help: "ask no server: only check that the pipeline is here" });
}

async function runDownload(
  { terminal, messages }: CommandContext,
  pipeline: string,
  options: DownloadOptions,
): Promise<void> {
  const dataFolder = resolve(terminal.cwd, pipelineDataFolder(terminal.env));
  const path = resolve(terminal.cwd, pipeline);
  if (options.offline && !pipeline.endsWith(".whl")) {
    const found = findPipeline(pipeline.replace(/-\d[\w.]*$/, ""), { cwd: terminal.cwd, dataFolder });
    return messages.good(`${pipeline} is here: ${found}`);
  }
  const unlock = lock(dataFolder);
  try {
    const { bytes, shown } = pipeline.endsWith(".whl") && existsSync(path)
      ? { bytes: new Uint8Array(readFileSync(path)), shown: pipeline }
      : await download(pipeline); // prettier-ignore
    const { name, version, folder } = installWheel(bytes, { shown, dataFolder });
    messages.good(`${name} ${version}: ${folder}`);
    messages.info(`Load it with await load("${name}"), or: x apply ${name} texts.jsonl docs.jsonl`);
  } finally {
    unlock();
  }

  async function download(name: string): Promise<{ bytes: Uint8Array; shown: string }> {
    const isUrl = /^https?:\/\//.test(name);
    if (options.offline || (name.endsWith(".whl") && !isUrl)) throw error("L100", "The wheel", name);
    const { url, sha256 } = await resolvePipeline(name, options);
    messages.info(`Fetching ${url}`);
    const file = new URL(url).pathname
      .split("/")
      .at(-1)!
      .replace(/[^\w.-]/g, "_");
    let bar: ReturnType<typeof countingBar> | undefined;
    const bytes = await fetchFile(url, {
      partial: join(dataFolder, ".partial", file),
      sha256,
      onProgress: (received, total) => {
        bar ??= countingBar(terminal, "kB", Math.ceil(total / 1000));
        bar.update(Math.round(received / 1000));
      },
    }).finally(() => bar?.stop());
    return { bytes, shown: url };
  }
}

/** Two processes that download at once would write into each other's folders. */
function lock(dataFolder: string): () => void {
  try {
    return lockFolder(dataFolder, dataFolder);
  } catch (cause) {
    if (!isXError(cause) || cause.code !== "L120") throw cause;
    throw error("L146", dataFolder, join(dataFolder, ".lock"));
  }
}
