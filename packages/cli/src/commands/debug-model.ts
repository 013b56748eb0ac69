import { type Doc, type Example } from "@x/core";
import { setDropoutRate } from "@x/nn";
import { isSequences, isTensor } from "@x/nn/spi";
import { TrainablePipe, type Language } from "@x/pipeline";
import { resolveCorpora, trainingSettings } from "@x/train";
import type { Command } from "commander";
import type { CommandContext } from "../context";
import { dummyExamples } from "../debug/dummy-examples";
import { formatArray, formatModelTree, type ModelTreeOptions } from "../debug/model-tree";
import { errors } from "../errors";
import { buildPipeline } from "../io/build-pipeline";
import { readConfig } from "../io/config-file";
import { addOption } from "../options";
import { allowOverrides } from "../overridable";
import { usePackages } from "../packages";
import { codeOption, gpuOption } from "./shared-options";

interface DebugModelOptions {
  readonly code?: string;
  readonly layers: readonly number[];
  readonly dimensions?: boolean;
  readonly parameters?: boolean;
  readonly gradients?: boolean;
  readonly attributes?: boolean;
  readonly printStep0?: boolean;
  readonly printStep1?: boolean;
  readonly printStep2?: boolean;
  readonly printStep3?: boolean;
}

const details = `
Steps: 0 before initialization, 1 after it, 2 after three updates without an optimizer, 3 the prediction. Without a training
corpus (--paths.train), the network runs on a few built-in sentences with their own labels.

Examples:
  x debug model config.cfg tagger -P1 -DIM                                the layers and their sizes
  x debug model config.cfg ner -P2 -GRAD -l 0,3 --paths.train train.spacy   gradients of two layers
`;

/** Examples that the network is tried with. */
const sample = 5;
const rounds = 3;
const dropout = 0.2;

/** `x debug model`: what a component's network is made of, and what happens to it. */
export function addDebugModel(parent: Command, context: CommandContext): void {
  const command = parent
    .command("model")
    .description("Show the network of a component: layers, sizes, weights, gradients.")
    .argument("<config>", 'the config, or "-" for standard input')
    .argument("<component>", "the component with the network")
    .addHelpText("after", details)
    .action((config: string, component: string, options: DebugModelOptions) =>
      runDebugModel(context, { config, component }, options),
    );
  codeOption(command);
  addOption(command, {
    flags: ["--layers", "-l"],
    value: "numbers",
    help: "the layers to show, comma-separated; default: all",
    parse: layerNumbers,
  });
  const switches = [
    [["--dimensions", "-DIM"], "show dimensions"],
    [["--parameters", "-PAR"], "show parameters"],
    [["--gradients", "-GRAD"], "show gradients"],
    [["--attributes", "-ATTR"], "show attributes"],
    [["--print-step0", "-P0"], "show the network before initialization"],
    [["--print-step1", "-P1"], "show it after initialization"],
    [["--print-step2", "-P2"], "show it after some updates"],
    [["--print-step3", "-P3"], "show a prediction"],
  ] as const;
  for (const [flags, help] of switches) addOption(command, { flags, help });
  gpuOption(command);
  allowOverrides(command);
}

function layerNumbers(text: string): number[] {
  const numbers = text.split(",").filter((part) => part.trim() !== "");
  return numbers.map((part) => {
    const number = Number(part);
    if (!Number.isInteger(number) || number < 0)
      throw errors.wrongOption("--layers", text, "whole numbers with commas between");
    return number;
  });
}

async function runDebugModel(
  context: CommandContext,
  paths: { readonly config: string; readonly component: string },
  options: DebugModelOptions,
): Promise<void> {
  const { terminal, messages } = context;
  const config = await readConfig(paths.config, terminal, { overrides: context.overrides });
  await usePackages(context, options);
  const nlp = await buildPipeline(config, context);
  try {
    const pipe = nlp.getPipe(paths.component);
    if (!(pipe instanceof TrainablePipe)) throw errors.noNetwork(paths.component, trainable(nlp));
    const shown: ModelTreeOptions = { ...options, layers: options.layers ?? [] };
    const show = (title: string, isAsked: boolean | undefined) => {
      if (isAsked) terminal.out(`\n${title}\n${formatModelTree(pipe.model, shown)}`);
    };
    messages.info(`The network of ${paths.component}: ${[...pipe.model.walk()].length} layers`);
    show("Step 0: before initialization", options.printStep0);
    const examples = await initialize(nlp, context);
    show("Step 1: after initialization", options.printStep1);
    setDropoutRate(pipe.model, dropout);
    const exclude = nlp.pipeNames.filter((name) => name !== paths.component && !("hub" in nlp.getPipe(name)));
    for (let round = 0; round < rounds; round++)
      await nlp.update(examples, { drop: dropout, optimizer: false, exclude });
    show(`Step 2: after ${rounds} updates without an optimizer`, options.printStep2);
    const docs = await annotate(nlp, examples, paths.component);
    const prediction: unknown = await pipe.model.predict(docs);
    if (options.printStep3) terminal.out(`\nStep 3: the prediction\n${describe(prediction)}\n`);
    messages.good("The network can be initialized, updated and asked");
  } finally {
    await nlp.close();
  }
}

async function initialize(nlp: Language, { messages }: CommandContext): Promise<Example[]> {
  const { train_corpus: name } = trainingSettings(nlp);
  if (nlp.config.interpolate().get(`${name}.path`) === null) {
    const examples = dummyExamples(nlp);
    await nlp.initialize(() => examples);
    messages.info("Initialized with a few sentences: no training corpus is named");
    return examples;
  }
  const [corpus] = resolveCorpora(nlp, [name]);
  await nlp.initialize(() => corpus(nlp));
  messages.info("Initialized with the training corpus");
  const examples: Example[] = [];
  for (const example of corpus(nlp)) if (examples.push(example) === sample) break;
  return examples;
}

/** The docs with what the components before this one say: their vectors are needed. */
async function annotate(nlp: Language, examples: readonly Example[], last: string): Promise<Doc[]> {
  const docs = examples.map(({ predicted }) => predicted.copy());
  for (const { name, pipe } of nlp.pipeline) {
    if (name === last) break;
    if (!("hub" in pipe)) continue;
    for (const doc of docs) await pipe.process(doc);
  }
  return docs;
}

const trainable = (nlp: Language) =>
  nlp.pipeline.filter(({ pipe }) => pipe instanceof TrainablePipe).map(({ name }) => name);

function describe(value: unknown): string {
  if (Array.isArray(value)) return value.map(describe).join("\n");
  if (isTensor(value)) return formatArray(value.shape, value.data);
  if (isSequences(value))
    return `${value.lengths.length} docs of ${value.lengths.join(", ")} rows: ${formatArray(value.data.shape, value.data.data)}`;
  return typeof value === "object" && value !== null ? Object.keys(value).join(", ") : String(value);
}
