import { Random } from "@x/nn";
import type { Language } from "@x/pipeline";
import { corpus } from "@x/train";
import type { Command } from "commander";
import { resolve } from "node:path";
import type { DeviceOptions } from "../choose-runtime";
import type { CommandContext } from "../context";
import { errors } from "../errors";
import { countingBar } from "../io/counting-bar";
import { readPipeline } from "../io/read-pipeline";
import type { Terminal } from "../io/terminal";
import { exists } from "../io/walk";
import { addOption } from "../options";
import { confidenceOfMean, shareOfOutliers } from "../sample-statistics";
import { codeOption, gpuOption, wholeNumber } from "./shared-options";

interface SpeedOptions extends DeviceOptions {
  readonly batchSize?: number;
  readonly shuffle: boolean;
  readonly batches: number;
  readonly warmup: number;
  readonly code?: string;
}

const details = `
Every batch is timed separately; the result is the mean over the batches with its 95 % confidence interval. Tokenization is not
included: documents are created first, as in spaCy's command.

Example:
  x benchmark speed out/model-best corpus/test.spacy
`;

/** `x benchmark speed`: words a second of a pipeline. */
export function addBenchmarkSpeed(parent: Command, context: CommandContext): void {
  const command = parent
    .command("speed")
    .description("Measure how many words per second a pipeline annotates.")
    .argument("<pipeline>", "folder of the pipeline")
    .argument("<data>", "a .spacy file, or a folder of them")
    .addHelpText("after", details)
    .action((pipeline: string, data: string, options: SpeedOptions) =>
      runSpeed(context, { pipeline, data }, options),
    );
  addOption(command, {
    flags: ["--batch-size", "-b"],
    value: "n",
    help: "documents per batch; default: the pipeline's batch size",
    parse: wholeNumber(1),
  });
  addOption(command, { flags: ["--no-shuffle"], help: "keep the order of the documents" });
  gpuOption(command);
  addOption(command, {
    flags: ["--batches"],
    value: "n",
    help: "the number of timed batches, at least 30",
    default: 50,
    parse: wholeNumber(30),
  });
  addOption(command, {
    flags: ["--warmup", "-w"],
    value: "n",
    help: "how many times the data is annotated before timing",
    default: 3,
    parse: wholeNumber(0),
  });
  codeOption(command);
}

async function runSpeed(
  context: CommandContext,
  paths: { readonly pipeline: string; readonly data: string },
  options: SpeedOptions,
): Promise<void> {
  const { terminal, messages } = context;
  const data = resolve(terminal.cwd, paths.data);
  if (!(await exists(data))) throw errors.missingInput("The data", paths.data);
  const nlp = await readPipeline(paths.pipeline, context, options);
  try {
    const texts = [...corpus(data)(nlp)].map((example) => example.predicted.text);
    if (texts.length === 0) throw errors.noDocuments(paths.data);
    const batchSize = options.batchSize ?? nlp.batchSize;
    messages.info(`Warming up: ${options.warmup} times ${texts.length} documents`);
    for (let i = 0; i < options.warmup; i++) await timeBatches(nlp, texts, { batchSize, terminal });
    messages.info(`Timing ${options.batches} batches of ${batchSize} documents`);
    const random = new Random(0);
    const pick = (i: number) =>
      options.shuffle ? Math.floor(random.next() * texts.length) : i % texts.length;
    const sample = Array.from({ length: options.batches * batchSize }, (_, i) => texts[pick(i)]);
    const speeds = await timeBatches(nlp, sample, { batchSize, terminal });
    const { mean, low, high } = confidenceOfMean(speeds, () => random.next());
    const { mild, extreme } = shareOfOutliers(speeds);
    const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
    terminal.out(`Outliers: ${percent(mild)}, extreme: ${percent(extreme)}\n`);
    terminal.out(
      `Mean: ${mean.toFixed(1)} words/s (95 % interval: ${(low - mean).toFixed(1)} +${(high - mean).toFixed(1)})\n`,
    );
  } finally {
    await nlp.close();
  }
}

/** Words a second of every batch; documents are made before the clock runs. */
async function timeBatches(
  nlp: Language,
  texts: readonly string[],
  { batchSize, terminal }: { readonly batchSize: number; readonly terminal: Terminal },
): Promise<number[]> {
  const bar = countingBar(terminal, "documents", texts.length);
  const speeds: number[] = [];
  try {
    for (let start = 0; start < texts.length; start += batchSize) {
      const docs = texts.slice(start, start + batchSize).map((text) => nlp.makeDoc(text));
      const begin = terminal.now();
      let words = 0;
      for await (const doc of nlp.pipe(docs, { batchSize })) words += doc.length;
      speeds.push((words / (terminal.now() - begin)) * 1000);
      bar.update(start + docs.length);
    }
  } finally {
    bar.stop();
  }
  return speeds;
}
