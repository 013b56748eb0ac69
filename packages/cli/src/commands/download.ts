import { isLock, tryLock, type FileLock } from "@x/core/files";
import { fetchModel, type HubModel, hubSettings, openModel } from "@x/encoders";
import { load } from "@x/pipeline";
import { findPipeline, installWheel, isArchive, pipelineDataFolder } from "@x/pipeline/files";
import type { Command } from "commander";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseByteSize } from "../byte-size";
import type { CommandContext } from "../context";
import { fetchFile } from "../download/fetch-file";
import { checkVersion, resolvePipeline, wheelNameOf } from "../download/resolve-pipeline";
import { errors } from "../errors";
import { showWarnings } from "../io/build-options";
import { countingBar } from "../io/counting-bar";
import { addOption } from "../options";
import { usePackages } from "../packages";

interface DownloadOptions {
  readonly direct?: boolean;
  readonly sdist?: boolean;
  readonly url?: string;
  readonly index?: string;
  readonly offline?: boolean;
  readonly maxSize?: number;
  readonly hf?: string;
  readonly revision?: string;
}

const details = `
Pipelines are stored in the folder X_DATA, or in the user's data folder; load() and all commands find them there by name.

Examples:
  x download en_core_web_sm
  x download en_core_web_sm-3.8.0 --direct
  x download fr_core_news_md --index https://packages.example.org/simple       with its checksum
  x download ./en_mine-1.0.0-py3-none-any.whl                      a local wheel, or its URL
  x download ./en_mine-1.0.0.tar.gz                                a source archive, as spacy package makes them
  x download --hf sentence-transformers/all-MiniLM-L6-v2           a pretrained transformer, into Hugging Face's cache
`;

/** `x download`: gets a trained pipeline. */
export function addDownload(parent: Command, context: CommandContext): void {
  const command = parent
    .command("download")
    .description("Download a trained pipeline or a pretrained transformer.")
    .argument("[pipeline]", "the name of the pipeline, or the path or URL of a wheel or source archive")
    .addHelpText("after", details)
    .action((pipeline: string | undefined, options: DownloadOptions) => {
      if ((pipeline === undefined) === (options.hf === undefined)) throw errors.eitherPipelineOrModel();
      return options.hf === undefined
        ? runDownload(context, pipeline!, options)
        : downloadModel(context, options.hf, options);
    });
  addOption(command, {
    flags: ["--direct", "-d", "-D"],
    help: "the name includes the version: name-version",
  });
  addOption(command, {
    flags: ["--sdist", "-S"],
    help: "a source archive (.tar.gz) instead of a wheel",
  });
  addOption(command, {
    flags: ["--url", "-U"],
    value: "base",
    help: "the location of wheels and compatibility.json, instead of spaCy's releases",
  });
  addOption(command, {
    flags: ["--index", "-i"],
    value: "url",
    help: "a package index, as for pip, instead of spaCy's releases",
  });
  addOption(command, {
    flags: ["--hf"],
    value: "name",
    help: "a pretrained transformer from the Hugging Face hub instead of a pipeline",
  });
  addOption(command, {
    flags: ["--revision"],
    value: "name",
    help: "with --hf: its branch, tag or commit (default: main)",
  });
  addOption(command, {
    flags: ["--max-size"],
    value: "size",
    help: "size limit of a wheel, packed and unpacked; default: 2GB packed, 8GB and 100 times its size unpacked",
    parse: (value) => parseByteSize("--max-size", value),
  });
  addOption(command, {
    flags: ["--offline"],
    help: "contact no server: only check that the pipeline is installed",
  });
}

/** Bytes of a wheel that can be read at once. */
const largestWheel = 2 ** 31 - 1;

async function runDownload(
  context: CommandContext,
  pipeline: string,
  options: DownloadOptions,
): Promise<void> {
  const { terminal, messages } = context;
  const dataFolder = resolve(terminal.cwd, pipelineDataFolder(terminal.env));
  const path = resolve(terminal.cwd, pipeline);
  if (options.offline && !isArchive(pipeline)) {
    const found = findPipeline(pipeline.replace(/-\d[\w.]*$/, ""), { cwd: terminal.cwd, dataFolder });
    return messages.good(`${pipeline} is here: ${found}`);
  }
  const held = lock(dataFolder);
  try {
    const { bytes, shown } = isArchive(pipeline) && existsSync(path)
      ? { bytes: new Uint8Array(readFileSync(path)), shown: pipeline }
      : await download(pipeline); // prettier-ignore
    const { maxSize } = options;
    const asked = wheelNameOf(shown);
    checkVersion(shown, asked?.version);
    const { name, version, folder } = installWheel(bytes, {
      shown,
      dataFolder,
      asked,
      // Who names a size has looked at the wheel.
      limits: maxSize === undefined ? {} : { bytes: maxSize, ratio: Infinity },
    });
    const problem = await problemOf(folder, context);
    if (problem !== undefined)
      return messages.warn(`${name} ${version} is in ${folder}, but cannot be loaded as it is. ${problem}`);
    messages.good(`${name} ${version}: ${folder}`);
    messages.info(`Load it with await load("${name}"), or: x apply ${name} texts.jsonl docs.jsonl`);
  } finally {
    held.release();
  }

  async function download(name: string): Promise<{ bytes: Uint8Array; shown: string }> {
    const isUrl = /^https?:\/\//.test(name);
    if (options.offline || (isArchive(name) && !isUrl)) throw errors.missingInput("The wheel", name);
    const { url, sha256 } = await resolvePipeline(name, options);
    messages.info(`Fetching ${url}`);
    const last = new URL(url).pathname.split("/").at(-1)!;
    const file = last.replace(/[^\w.-]/g, "_").slice(0, 200) || "wheel";
    let bar: ReturnType<typeof countingBar> | undefined;
    const bytes = await fetchFile(url, {
      partial: join(dataFolder, ".partial", file),
      sha256,
      maxBytes: Math.min(options.maxSize ?? largestWheel, largestWheel),
      onProgress: (received, total) => {
        bar ??= countingBar(terminal, "kB", Math.ceil(total / 1000));
        bar.update(Math.round(received / 1000));
      },
    }).finally(() => bar?.stop());
    return { bytes, shown: url };
  }
}

/** Why a pipeline that was installed cannot be loaded; undefined where it can. */
async function problemOf(folder: string, context: CommandContext): Promise<string | undefined> {
  await usePackages(context);
  try {
    const nlp = await load(folder, { packages: [], onWarning: showWarnings(context) });
    await nlp.close();
    return undefined;
  } catch (cause) {
    return cause instanceof Error ? cause.message : String(cause);
  }
}

/** Fetches what a pipeline needs of a pretrained model. */
async function downloadModel(
  { terminal, messages }: CommandContext,
  name: string,
  { revision, offline }: DownloadOptions,
): Promise<void> {
  const bars = new Map<string, ReturnType<typeof countingBar>>();
  const settings = hubSettings(terminal.env);
  const model = await openModel(name, {
    ...settings,
    offline: offline ?? settings.offline,
    revision,
    onProgress(file, received, total) {
      const bar = bars.get(file) ?? countingBar(terminal, `kB ${file}`, Math.ceil(total / 1000));
      bars.set(file, bar);
      bar.update(Math.round(received / 1000));
      if (received === total) bar.stop();
    },
  });
  if (!("fetch" in model)) return messages.good(`${name} is a folder already`);
  try {
    const files = await fetchModel(model as HubModel);
    messages.good(`${name}, commit ${(model as HubModel).commit}: ${files.length} files`);
    for (const file of files) terminal.out(`  ${model.path!(file)}\n`);
    messages.info(`Name it in a config: [components.transformer.model] name = "${name}"`);
  } finally {
    for (const bar of bars.values()) bar.stop();
  }
}

/** Two processes that download at once would write into each other's folders. */
function lock(dataFolder: string): FileLock {
  const held = tryLock(join(dataFolder, ".lock"));
  if (!isLock(held)) throw errors.downloadInProgress(dataFolder, held.path);
  return held;
}
