import { showValue } from "@x/core/spi";
import type { Doc } from "@x/core";
import { writeFileSafely } from "@x/core/files";
import type { Language } from "@x/pipeline";
import { corpus } from "@x/train";
import type { Command } from "commander";
import { join, resolve } from "node:path";
import type { DeviceOptions } from "../choose-runtime";
import type { CommandContext } from "../context";
import { errors } from "../errors";
import { readPipeline } from "../io/read-pipeline";
import { formatTable } from "../io/table";
import { exists } from "../io/walk";
import { addOption } from "../options";
import { formatScores } from "../scores";
import { renderDocuments } from "../visualize/document";
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
    .description("Evaluate a trained pipeline on annotated documents.")
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
    help: "write entities.html, spans.html and parses.html with the predictions to this folder",
  });
  addOption(command, {
    flags: ["--displacy-limit", "-dl"],
    value: "n",
    help: "the number of documents that the pages show",
    default: 25,
    parse: wholeNumber(1),
  });
  addOption(command, {
    flags: ["--per-component", "-P"],
    help: "also score every component separately",
  });
  addOption(command, {
    flags: ["--spans-key", "-sk"],
    value: "key",
    help: "the span group in doc.spans to score",
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
  if (!(await exists(data))) throw errors.missingInput("The evaluation data", paths.data);
  const nlp = await readPipeline(paths.pipeline, context, options);
  try {
    const examples = [...corpus(data, { goldPreproc: options.goldPreproc ?? false })(nlp)];
    if (examples.length === 0) throw errors.noDocuments(paths.data);
    const scores = await nlp.evaluate(examples, {
      clock: () => terminal.now() / 1000,
      perComponent: options.perComponent ?? false,
    });
    const parts = options.perComponent ? componentScores(scores) : [["", scores] as const];
    for (const [component, part] of parts)
      for (const { title, rows, head, aligns } of formatScores(part, options.spansKey)) {
        if (rows.length === 0) continue;
        const where = component === "" ? "" : `${component}: `;
        terminal.out(`\n${where}${title}\n${formatTable(rows, { head, aligns })}`);
      }
    if (options.displacyPath !== undefined) {
      const texts = examples.slice(0, options.displacyLimit).map((example) => example.reference.text);
      for (const page of await writePages(nlp, texts, resolve(terminal.cwd, options.displacyPath)))
        messages.good(`Showed ${texts.length} documents: ${page}`);
    }
    if (options.output !== undefined) {
      writeFileSafely(resolve(terminal.cwd, options.output), `${JSON.stringify(scores, null, 2)}\n`);
      messages.good(`Saved the scores: ${options.output}`);
    }
  } finally {
    await nlp.close();
  }
}

/** The scores of every component, as `nlp.evaluate(..., { perComponent: true })` gives them. */
function componentScores(scores: Readonly<Record<string, unknown>>): [string, Record<string, unknown>][] {
  return Object.entries(scores).filter(
    (entry): entry is [string, Record<string, unknown>] => typeof entry[1] === "object" && entry[1] !== null,
  );
}

const pages = [
  ["ents", "entities.html", (doc: Doc) => doc.ents.length > 0],
  ["spans", "spans.html", (doc: Doc) => [...doc.spans].some(([, group]) => group.length > 0)],
  ["deps", "parses.html", (doc: Doc) => doc.hasAnnotation("DEP")],
] as const;

/** One page for each kind of annotation that the pipeline gives; entities in any case. */
async function writePages(nlp: Language, texts: readonly string[], folder: string): Promise<string[]> {
  const docs: Doc[] = [];
  for await (const doc of nlp.pipe(texts)) docs.push(doc);
  const title = showValue(nlp.meta.name ?? "Annotation");
  const written: string[] = [];
  for (const [kind, name, isThere] of pages) {
    if (kind !== "ents" && !docs.some((doc) => doc.length > 0 && isThere(doc))) continue;
    const path = join(folder, name);
    const page =
      kind === "ents" ? renderEntities(docs, { title }) : renderDocuments(docs, { title, show: [kind] });
    writeFileSafely(path, page);
    written.push(path);
  }
  return written;
}
