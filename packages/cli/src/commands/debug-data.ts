import { DocBin, type Config, type Example } from "@x/core";
import { type Language } from "@x/pipeline";
import { resolveCorpora, trainingSettings } from "@x/train";
import type { Command } from "commander";
import { readFile } from "node:fs/promises";
import { relative, resolve } from "node:path";
import type { CommandContext } from "../context";
import { documentProblems, type Expectations } from "../debug/document-problems";
import { goldStatistics } from "../debug/gold-statistics";
import { createReport, type Report } from "../debug/report";
import { examineCategories, examineExclusiveCategories } from "../debug/sections/categories";
import { examineCorpus } from "../debug/sections/corpus";
import { examineEntities } from "../debug/sections/entities";
import { labelsOf, type Examination } from "../debug/sections/examination";
import { examineParse } from "../debug/sections/parse";
import { examineSpans, spanLabels } from "../debug/sections/spans";
import { examineLemmas, examineMorphology, examineTags } from "../debug/sections/token-labels";
import { buildPipeline } from "../io/build-pipeline";
import { readConfig } from "../io/config-file";
import { walkDirectory } from "../io/walk";
import { addOption } from "../options";
import { allowOverrides } from "../overridable";
import { usePackages } from "../packages";
import { codeOption } from "./shared-options";

interface DebugDataOptions {
  readonly code?: string;
  readonly ignoreWarnings?: boolean;
  readonly verbose?: boolean;
  readonly plain?: boolean;
}

const details = `
Shows what the corpora contain for every component: labels with their counts, words, vectors, sentences. Warns of
problems for training. Documents that cannot be used, or only in part, are listed as FILE:NUMBER (from 1), with the reason.
The exit code is 1 if there is an error.

Examples:
  x debug data config.cfg --paths.train corpus/train.spacy --paths.dev corpus/dev.spacy
  x debug data config.cfg --verbose --ignore-warnings
`;

/** Documents with problems that are named, of each file. */
const mostNamed = 20;

/** The parts of the examination, by the factory that needs them. */
const sections: readonly (readonly [
  factories: readonly string[],
  examine: (examination: Examination) => void,
])[] = [
  [["spancat", "spancat_singlelabel"], examineSpans],
  [["ner"], examineEntities],
  [["textcat"], examineExclusiveCategories],
  [["textcat_multilabel"], examineCategories],
  [["tagger"], examineTags],
  [["morphologizer"], examineMorphology],
  [["parser"], examineParse],
  [["trainable_lemmatizer"], examineLemmas],
];

/** `x debug data`: what a corpus holds, and what is wrong with it. */
export function addDebugData(
  parent: Command,
  context: CommandContext,
  { name, hidden = false }: { readonly name: string; readonly hidden?: boolean },
): void {
  const command = parent
    .command(name, { hidden })
    .description("Examine the training data: statistics, warnings, unusable documents.")
    .argument("<config>", 'the config, or "-" for standard input')
    .addHelpText("after", details)
    .action((config: string, options: DebugDataOptions) => runDebugData(context, config, options));
  codeOption(command, ["--code-path"]);
  addOption(command, { flags: ["--ignore-warnings", "-IW"], help: "show only statistics and errors" });
  addOption(command, { flags: ["--verbose", "-V"], help: "show labels with their counts and more" });
  addOption(command, { flags: ["--plain", "--no-format", "-NF"], help: "no colours or symbols" });
  allowOverrides(command);
}

async function runDebugData(context: CommandContext, path: string, options: DebugDataOptions): Promise<void> {
  const { terminal } = context;
  const config = await readConfig(path, terminal, { overrides: context.overrides });
  await usePackages(context, options);
  const nlp = await buildPipeline(config, context);
  const report = createReport(terminal, options);
  try {
    await examine(nlp, { config, report, context });
  } finally {
    await nlp.close();
  }
  const { good, warn, fail } = report.counts;
  const counted = (count: number, what: string) => `${count} ${what}${count === 1 ? "" : "s"}`;
  report.divider("Summary");
  if (good > 0) report.good(`${counted(good, "check")} passed`);
  if (warn > 0) report.warn(counted(warn, "warning"));
  if (fail > 0) report.fail(counted(fail, "error"));
  if (fail > 0) context.exitCode = 1;
}

async function examine(
  nlp: Language,
  {
    config,
    report,
    context,
  }: { readonly config: Config; readonly report: Report; readonly context: CommandContext },
): Promise<void> {
  const settings = trainingSettings(nlp);
  const names = [settings.train_corpus, settings.dev_corpus];
  const factories = new Set(nlp.pipeline.map(({ factory }) => factory ?? ""));
  const [trainCorpus, devCorpus] = resolveCorpora(nlp, names);
  report.divider("Files");
  const [train, dev] = [trainCorpus, devCorpus].map((corpus) => attempt(report, () => [...corpus(nlp)]));
  try {
    await nlp.initialize(() => train ?? []);
    report.good("The pipeline can be initialized with the data");
  } catch (problem) {
    report.fail(`The pipeline cannot be initialized with the data: ${(problem as Error).message}`);
  }
  const expected: Expectations = {
    nlp,
    factories,
    labels: {
      cats: known(labelsOf(nlp, "textcat", "textcat_multilabel")),
      ents: known(labelsOf(nlp, "ner")),
    },
    spanKeys: new Set(spanLabels(nlp).keys()),
  };
  for (const name of new Set(names)) await examineFiles(nlp, { name, expected, report, context });
  if (train === undefined || dev === undefined) return;
  report.good("The corpora can be read");
  const statistics = (examples: readonly Example[], projectivize = true) =>
    goldStatistics(examples, { factories, projectivize });
  const frozen = settings.frozen_components;
  const sourced = Object.entries((config.get("components") ?? {}) as Record<string, { source?: unknown }>)
    .filter(([, { source }]) => source !== undefined)
    .map(([name]) => name);
  const examination: Examination = {
    ...{ nlp, report, factories, train, dev, frozen },
    trainGold: statistics(train),
    devGold: statistics(dev),
    rawTrainGold: statistics(train, false),
    resumed: sourced.filter((name) => !frozen.includes(name)),
  };
  examineCorpus(examination);
  for (const [needed, run] of sections)
    if (needed.some((factory) => factories.has(factory))) run(examination);
}

/** No labels at all: the component could not be initialized, and nothing can be said about them. */
const known = (labels: ReadonlySet<string>) => (labels.size === 0 ? undefined : labels);

function attempt<T>(report: Report, read: () => T): T | undefined {
  try {
    return read();
  } catch (problem) {
    report.fail((problem as Error).message);
    return undefined;
  }
}

/** Looks through the documents of a corpus of `.spacy` files, one by one, and names those that have problems. */
async function examineFiles(
  nlp: Language,
  given: {
    readonly name: string;
    readonly expected: Expectations;
    readonly report: Report;
    readonly context: CommandContext;
  },
): Promise<void> {
  const { name, expected, report, context } = given;
  const settings = nlp.config.interpolate().get(name) as { "@readers"?: string; path?: unknown };
  if (settings["@readers"] !== "spacy.Corpus.v1" || typeof settings.path !== "string") return;
  const { cwd } = context.terminal;
  for (const file of await walkDirectory(resolve(cwd, settings.path), ".spacy")) {
    const shown = relative(cwd, file);
    let number = 0;
    let named = 0;
    let rest = 0;
    try {
      const onWarning = (text: string) => report.warn(`${shown}: ${text}`);
      const bin = DocBin.fromBytes(new Uint8Array(await readFile(file)), { onWarning });
      for (const doc of bin.getDocs(nlp.vocab)) {
        number += 1;
        for (const { isError, text } of documentProblems(doc, expected)) {
          if (++named > mostNamed) rest += 1;
          else if (isError) report.fail(`${shown}:${number} ${text}`);
          else report.warn(`${shown}:${number} ${text}`);
        }
      }
    } catch (problem) {
      report.fail(`${shown}:${number + 1} cannot be read: ${(problem as Error).message}`);
    }
    if (rest > 0) report.warn(`${shown}: ${rest} more problems`);
  }
}
