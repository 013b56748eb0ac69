import { corpus, type Language } from "@x/pipeline";
import type { Command } from "commander";
import { join, resolve } from "node:path";
import type { DeviceOptions } from "../choose-runtime";
import type { CommandContext } from "../context";
import { error } from "../errors";
import { readPipeline } from "../io/read-pipeline";
import { formatTable } from "../io/table";
import { exists } from "../io/walk";
import { writeFileSafely } from "../io/write-file";
import { addOption } from "../options";
import { formatScores } from "../scores";
import { renderEntities } from "../visualize/entities";
import { codeOption, gpuOption, wholeNumber } from "./shared-options";

interface EvaluateOptions extends DeviceOptions {
  readonly output?: string;
  readonly code?: string;
  readonly goldPreproc?: boolean;
  readonly displacyPath?: string;
  readonly displacyLimit: number;
  readonly perComponent?: boolean;
  readonly spansKey: string;
}

const details = `
Examples:
  x evaluate out/model-best corpus/test.spacy --output scores.json
  x evaluate out/model-best corpus/test.spacy --displacy-path pages/
`;

/** `x evaluate`, also `x benchmark accuracy`: compares what a pipeline predicts with a corpus. */
export function addEvaluate(parent: Command, context: CommandContext, name = "evaluate"): void {
  const command = parent
    .command(name)
    .description("Measure a trained pipeline on annotated documents.")
    .argument("<pipeline>", "folder of the pipeline")
    .argument("<data>", "a .spacy file, or a folder of them")
    .addHelpText("after", details)
    .action((pipeline: string, data: string, options: EvaluateOptions) =>
      runEvaluate(context, { pipeline, data }, options),
    );
  addOption(command, { flags: ["--output", "-o"], value: "file", help: "a JSON file for the scores" });
  codeOption(command);
  gpuOption(command);
  addOption(command, {
    flags: ["--gold-preproc", "-G"],
    help: "predict on the gold tokens, sentence by sentence",
  });
  addOption(command, {
    flags: ["--displacy-path", "-dp"],
    value: "folder",
    help: "write entities.html there, with what was predicted",
  });
  addOption(command, {
    flags: ["--displacy-limit", "-dl"],
    value: "n",
    help: "how many documents the page shows",
    default: 25,
    parse: wholeNumber(1),
  });
  addOption(command, {
    flags: ["--per-component", "-P"],
    help: "scores of every component by itself; they go to --output",
  });
  addOption(command, {
    flags: ["--spans-key", "-sk"],
    value: "key",
    help: "the group of doc.spans to score",
    default: "sc",
  });
}

async function runEvaluate(
  context: CommandContext,
  paths: { readonly pipeline: string; readonly data: string },
  options: EvaluateOptions,
): Promise<void> {
  const { terminal, messages } = context;
  const data = resolve(terminal.cwd, paths.data);
  if (!(await exists(data))) throw error("L100", "The evaluation data", paths.data);
  const nlp = await readPipeline(paths.pipeline, context, options);
  try {
    const examples = [...corpus(data, { goldPreproc: options.goldPreproc ?? false })(nlp)];
    if (examples.length === 0) throw error("L108", paths.data);
    const scores = await nlp.evaluate(examples, {
      clock: () => terminal.now() / 1000,
      perComponent: options.perComponent ?? false,
    });
    if (options.perComponent) {
      if (options.output === undefined)
        messages.warn("Scores per component are only written with --output FILE");
    } else {
      for (const { title, rows, head, aligns } of formatScores(scores, options.spansKey)) {
        terminal.out(`\n${title}\n${formatTable(rows, { head, aligns })}`);
      }
    }
    if (options.displacyPath !== undefined) {
      const texts = examples.slice(0, options.displacyLimit).map((example) => example.reference.text);
      const page = await writePage(nlp, texts, resolve(terminal.cwd, options.displacyPath));
      messages.good(`Marked the entities of ${texts.length} documents: ${page}`);
    }
    if (options.output !== undefined) {
      await writeFileSafely(resolve(terminal.cwd, options.output), `${JSON.stringify(scores, null, 2)}\n`);
      messages.good(`Saved the scores: ${options.output}`);
    }
  } finally {
    await nlp.close();
  }
}

async function writePage(nlp: Language, texts: readonly string[], folder: string): Promise<string> {
  const docs = [];
  for await (const doc of nlp.pipe(texts)) docs.push(doc);
  const path = join(folder, "entities.html");
  await writeFileSafely(path, renderEntities(docs, { title: String(nlp.meta.name ?? "Entities") }));
  return path;
}
