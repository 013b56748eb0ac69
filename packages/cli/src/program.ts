import { Command } from "commander";
import { addApply } from "./commands/apply";
import { addAssemble } from "./commands/assemble";
import { addBenchmarkSpeed } from "./commands/benchmark-speed";
import { addConvert } from "./commands/convert";
import { addCompletion } from "./commands/completion";
import { addCreatePlugin } from "./commands/create-plugin";
import { addDebugConfig } from "./commands/debug-config";
import { addDebugData } from "./commands/debug-data";
import { addDebugDiffConfig } from "./commands/debug-diff-config";
import { addDebugModel } from "./commands/debug-model";
import { addDebugPieces } from "./commands/debug-pieces";
import { addDownload } from "./commands/download";
import { addEvaluate } from "./commands/evaluate";
import { addExport } from "./commands/export";
import { addFindFunction } from "./commands/find-function";
import { addFindThreshold } from "./commands/find-threshold";
import { addFillConfig } from "./commands/init-fill-config";
import { addInfo } from "./commands/info";
import { addInitConfig } from "./commands/init-config";
import { addInitLabels } from "./commands/init-labels";
import { addInitNlp } from "./commands/init-nlp";
import { addInitVectors } from "./commands/init-vectors";
import { addPackage } from "./commands/package";
import { addPretrain } from "./commands/pretrain";
import { addQuantize } from "./commands/quantize";
import { addTrain } from "./commands/train";
import { addVectors } from "./commands/vectors";
import { addVisualize } from "./commands/visualize";
import type { CommandContext } from "./context";
import { describeProgram, type CommandDescription } from "./describe-commands";
import { createMessages } from "./io/messages";
import { processTerminal } from "./io/terminal";
import { optionTerm } from "./options";

/** Shown by `x` without arguments. */
export const welcome = `Trainable language pipelines for Node.js, in spaCy's formats.

Start here:
  x init config config.cfg --lang en --pipeline tagger,ner    make a config
  x convert annotated.jsonl corpus/                           turn annotations into training data
  x train config.cfg --output out --paths.train corpus/train.spacy --paths.dev corpus/dev.spacy
  x evaluate out/model-best corpus/test.spacy                 measure it
  x apply out/model-best texts.jsonl docs.jsonl               annotate with it

All commands: x --help      One command: x train --help
`;

/** The whole tree of commands. */
export function createProgram(context: CommandContext): Command {
  const { terminal } = context;
  const program = new Command("x")
    .description("Train, evaluate and apply language pipelines.")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.out(text),
      writeErr: (text) => terminal.err(text),
      getOutHelpWidth: () => terminal.columns,
      getErrHelpWidth: () => terminal.columns,
      getOutHasColors: () => terminal.color,
      getErrHasColors: () => terminal.color,
    })
    .configureHelp({ optionTerm, showGlobalOptions: false })
    .showHelpAfterError("(--help shows what this command takes)");

  const init = program
    .command("init")
    .description("Create configs, vectors, labels and untrained pipelines.");
  addInitConfig(init, context);
  addFillConfig(init, context);
  addInitVectors(init, context);
  addInitLabels(init, context);
  addInitNlp(init, context);
  addConvert(program, context);
  addTrain(program, context);
  addPretrain(program, context);
  addEvaluate(program, context);
  addApply(program, context);
  addAssemble(program, context);
  addExport(program, context);
  addQuantize(program, context);
  addFindThreshold(program, context);
  addFindFunction(program, context);
  const benchmark = program.command("benchmark").description("Measure the speed or accuracy of pipelines.");
  addBenchmarkSpeed(benchmark, context);
  addEvaluate(benchmark, context, "accuracy");
  const debug = program.command("debug").description("Find problems in configs, data and networks.");
  addDebugConfig(debug, context);
  addDebugData(debug, context, { name: "data" });
  addDebugData(program, context, { name: "debug-data", hidden: true });
  addDebugModel(debug, context);
  addDebugPieces(debug, context);
  addDebugDiffConfig(debug, context);
  addDownload(program, context);
  addPackage(program, context);
  addVectors(program, context);
  addVisualize(program, context);
  const create = program.command("create").description("Create a package of your own.");
  addCreatePlugin(create, context);
  addCompletion(program, context);
  addInfo(program, context);
  return program;
}

/** Every command, its arguments and options: for completions, references, and checks of documentation. */
export function describeCommands(): CommandDescription[] {
  const terminal = processTerminal();
  const context = { terminal, messages: createMessages(terminal), overrides: {}, exitCode: 0 };
  return describeProgram(createProgram(context));
}

/** The command that the arguments name, and how many of them it takes to name it. */
export function findCommand(program: Command, argv: readonly string[]): { command: Command; depth: number } {
  let command = program;
  let depth = 0;
  for (const argument of argv) {
    const next = command.commands.find((child) => child.name() === argument);
    if (!next) break;
    command = next;
    depth++;
  }
  return { command, depth };
}
