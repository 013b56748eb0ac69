import { TrainablePipe, type Language } from "@x/pipeline";
import { annotationsOf, sampleText } from "@x/pipeline/export";
import { checkPipelineFolder } from "@x/pipeline/files";
import { setInt8Prediction } from "@x/transformers";
import type { Command } from "commander";
import { realpath } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { CommandContext } from "../context";
import { errors } from "../errors";
import { readPipeline } from "../io/read-pipeline";
import { exists } from "../io/walk";
import { addOption } from "../options";
import {
  addOutputOptions,
  readTexts,
  refuseOverwriting,
  writeNetworks,
  type ExportOptions,
  type OutputPaths,
} from "./export";

interface QuantizeOptions extends ExportOptions {
  readonly networks?: boolean;
}

const details = `
From a pipeline with a transformer, this creates a pipeline whose transformer predicts with 8-bit weights. It is about twice as fast on processors
with VNNI, about a third faster on others, and loads like any other pipeline. Its files keep the floats, so it can be trained further, in Python too.
From any other pipeline (or with --networks), it creates ONNX files as x export does, with 8-bit weights in large matrix products. The files are
smaller; tables stay floats.

Weights have one scale per column; inputs are rounded by their range in each run. Predictions are close, but not always identical: the
command reports on how many texts they are. Measure with your own texts, or with x evaluate.

Examples:
  x quantize out/model-best out/model-int8 --texts dev.txt
  x evaluate out/model-int8 corpus/dev.spacy
  x quantize out/model-best onnx-int8/ --networks
`;

/** `x quantize`: a pipeline, or its networks, with products of 8-bit numbers. */
export function addQuantize(parent: Command, context: CommandContext): void {
  const command = parent
    .command("quantize")
    .description("Convert a trained pipeline to 8-bit prediction, or export its networks with 8-bit weights.")
    .argument("<pipeline>", "folder or name of the pipeline")
    .argument("<output>", "folder for the quantized pipeline or networks")
    .addHelpText("after", details)
    .action((pipeline: string, output: string, options: QuantizeOptions) =>
      runQuantize(context, { pipeline, output }, options),
    );
  addOption(command, {
    flags: ["--networks", "-n"],
    help: "export networks as ONNX files, even for a pipeline with a transformer",
  });
  addOutputOptions(command);
}

async function runQuantize(
  context: CommandContext,
  paths: OutputPaths,
  options: QuantizeOptions,
): Promise<void> {
  const { output } = paths;
  for (const file of ["manifest.json", "config.cfg"])
    await refuseOverwriting(context, join(output, file), options);
  await refuseSameFolder(context, paths);
  const texts = await readTexts(context, options);
  const nlp = await readPipeline(paths.pipeline, context, options);
  try {
    // What is counted is compared with floats, whatever the pipeline was.
    const isPipeline = options.networks !== true && setInt8(nlp, false) > 0;
    if (isPipeline) checkPipelineFolder(resolve(context.terminal.cwd, output));
    if (isPipeline) await writePipeline(nlp, { context, output, texts });
    else await writeNetworks(nlp, { context, output, texts, quantize: true });
  } finally {
    await nlp.close();
  }
}

async function writePipeline(
  nlp: Language,
  options: {
    readonly context: CommandContext;
    readonly output: string;
    readonly texts: readonly string[] | undefined;
  },
): Promise<void> {
  const { output, texts = [sampleText] } = options;
  const { terminal, messages } = options.context;
  const annotate = async () => {
    const docs: string[] = [];
    for await (const doc of nlp.pipe(texts)) docs.push(annotationsOf(doc));
    return docs;
  };
  const floats = await annotate();
  const transformers = setInt8(nlp, true);
  const int8 = await annotate();
  const same = floats.filter((annotation, i) => annotation === int8[i]).length;
  messages.info(`Same annotation on ${same} of ${texts.length} texts`);
  await nlp.toDisk(resolve(terminal.cwd, output));
  const count = transformers === 1 ? "Its transformer predicts" : `Its ${transformers} transformers predict`;
  messages.good(`Saved the pipeline: ${output}. ${count} with 8-bit weights`);
}

/** Sets all transformers of a pipeline and gives their number. */
function setInt8(nlp: Language, int8: boolean): number {
  let count = 0;
  for (const { pipe } of nlp.components)
    if (pipe instanceof TrainablePipe) count += setInt8Prediction(pipe.model, int8);
  return count;
}

/** The pipeline that is read stays as it is, with --force too. Throws L203. */
async function refuseSameFolder(
  { terminal }: CommandContext,
  { pipeline, output }: OutputPaths,
): Promise<void> {
  const [from, to] = [pipeline, output].map((path) => resolve(terminal.cwd, path));
  if (!(await exists(from)) || !(await exists(to))) return;
  if ((await realpath(from)) === (await realpath(to)))
    throw errors.unusableOutput(output, "the pipeline itself");
}
