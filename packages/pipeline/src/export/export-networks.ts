import type { Model } from "@x/nn";
import type { Value } from "@x/nn/graph";
import { encodeOnnx, ONNX_OPSET, planProgram, quantizeProgram, type ProgramSpec } from "@x/nn/runtime";
import { TrainablePipe } from "../components/trainable-pipe";
import type { Annotates } from "../contracts/annotates";
import type { IsDescribed } from "../contracts/has-config";
import type { Tokenizes } from "../contracts/makes-docs";
import { TransitionParser } from "../transition-parser/transition-parser";
import { nodesOf, stepsOf } from "./describe-component";
import type { ExportedComponent, ExportedNetwork, ExportedPipeline, ExportedValue } from "./manifest";
import { nameInputs } from "./name-values";
import { recordPrograms } from "./record-programs";
import { stepNetwork } from "./step-network";

/** Some text that every component takes; which one does not matter. */
export const sampleText = "Anna met Tom in Kyoto. They walked to the river, and it rained.";

/** An exported network with what is needed to put it back into the pipeline. */
export interface RecordedNetwork {
  readonly component: string;
  readonly file: string;
  /** Names in the file by those in the graph. */
  readonly names: ReadonlyMap<string, string>;
}

/**
 * Writes the network of each component as plain ONNX with its weights in it, and a manifest of what the host does around it.
 *
 * A network that host layers interrupt becomes several files. The pipeline keeps its weights and predicts as before.
 *
 * @param options `text`: a text for which every component runs its network; default a short English one; `quantize`: products of
 * 8-bit numbers (default false), which are smaller and close, not the same: see `checkExport`
 */
export async function exportNetworks(
  nlp: Annotates & Pick<Tokenizes, "lang"> & Pick<IsDescribed, "meta">,
  options: { readonly text?: string; readonly quantize?: boolean } = {},
): Promise<ExportedPipeline & { readonly recorded: readonly RecordedNetwork[] }> {
  const { quantize = false } = options;
  const files = new Map<string, Uint8Array>();
  const recorded: RecordedNetwork[] = [];
  const specs = await recordPipeline(nlp, options.text ?? sampleText);
  const components = nlp.pipeline.map(({ name, pipe, factory }): ExportedComponent => {
    const networks: ExportedNetwork[] = [];
    const written = new Set<string>();
    const write = (stem: string, spec: ProgramSpec, describe: Describe) => {
      const { bytes, network, names } = writeNetwork(`${stem}.onnx`, spec, { ...describe, quantize });
      files.set(network.file, bytes);
      networks.push(network);
      return names;
    };
    if (pipe instanceof TrainablePipe) {
      const own = specs.get(name) ?? [];
      own.forEach((spec, i) => {
        const stem = own.length === 1 ? name : `${name}-${i + 1}`;
        const last = i === own.length - 1;
        const isTable = last && pipe instanceof TransitionParser;
        const names = write(stem, spec, {
          inputs: nameInputs(spec.inputs, pipe.model),
          output: isTable ? "table" : "output",
          meaning: isTable
            ? "what each token adds to a state in each slot; row 0: a missing token"
            : last
              ? "the component's output, one row a token (or document, or span)"
              : "what the next host layer gets",
        });
        recorded.push({ component: name, file: `${stem}.onnx`, names });
        for (const key of parametersIn(spec, pipe.model)) written.add(key);
      });
      if (pipe instanceof TransitionParser) {
        write(`${name}-states`, stepNetwork(pipe.model), stateValues);
        const nodes = [...pipe.model.walk()];
        for (const layer of ["lower", "upper"]) {
          const place = nodes.indexOf(pipe.model.getRef(layer));
          for (const key of nodes[place].params.keys()) written.add(`${place}:${key}`);
        }
      }
    }
    return {
      name,
      factory,
      labels: pipe.labels,
      networks,
      steps: stepsOf(pipe, factory, networks.length),
      nodes: pipe instanceof TrainablePipe ? nodesOf(pipe.model, written) : [],
    };
  });
  const { name = "pipeline", version = "0.0.0" } = nlp.meta as { name?: string; version?: string };
  const manifest = {
    format: "x-onnx",
    version: 1,
    opset: ONNX_OPSET,
    pipeline: { lang: nlp.lang, name, version },
    components,
  } as const;
  return { manifest, files, recorded };
}

/** What every component compiles when it runs, with the weights built in. */
async function recordPipeline(nlp: Annotates, text: string): Promise<Map<string, readonly ProgramSpec[]>> {
  const found = new Map<string, readonly ProgramSpec[]>();
  const restored: (() => void)[] = [];
  for (const { name, pipe } of nlp.pipeline) {
    if (!(pipe instanceof TrainablePipe)) continue;
    const { environment } = pipe.model;
    restored.push(() => (pipe.model.environment = environment));
    const recorder = recordPrograms();
    pipe.model.runtime = recorder;
    pipe.model.freeze();
    found.set(name, recorder.specs);
  }
  try {
    await nlp(text);
  } finally {
    for (const restore of restored) restore();
  }
  return found;
}

interface Describe {
  readonly inputs: ReadonlyMap<string, { readonly name: string; readonly meaning: string }>;
  readonly output: string;
  readonly meaning: string;
  readonly quantize?: boolean;
}

const stateValues: Describe = {
  inputs: new Map([
    ["table", { name: "table", meaning: "the output of the network before" }],
    [
      "context",
      { name: "context", meaning: "the rows of the tokens that a state looks at, -1 where there is none" },
    ],
  ]),
  output: "scores",
  meaning: "one score an action",
};

function writeNetwork(file: string, spec: ProgramSpec, { inputs, output, meaning, quantize }: Describe) {
  const outputs = [...new Set(spec.outputs)];
  const outputName = (i: number) => (outputs.length === 1 ? output : `${output}_${i + 1}`);
  const names = new Map<string, string>();
  for (const [name, input] of inputs) names.set(name, input.name);
  outputs.forEach(({ name }, i) => names.set(name, outputName(i)));
  const describe = (value: Value, text: string): ExportedValue => ({
    name: names.get(value.name) ?? value.name,
    dtype: value.dtype,
    shape: value.shape,
    meaning: text,
  });
  const used = planProgram(spec, () => false).inputs;
  return {
    bytes: encodeOnnx(quantize ? quantizeProgram(spec).spec : spec, { names }),
    names,
    network: {
      file,
      inputs: used.map((input) => describe(input, inputs.get(input.name)?.meaning ?? "")),
      outputs: outputs.map((value) => describe(value, meaning)),
    },
  };
}

/** The parameters that a program has built in, as node and name. */
function parametersIn({ initializers }: ProgramSpec, model: Model): string[] {
  const arrays = new Set([...(initializers?.values() ?? [])].map((tensor) => tensor.data));
  return [...model.walk()].flatMap((node, place) =>
    [...node.params].flatMap(([name, param]) =>
      param !== null && arrays.has(param.data as never) ? [`${place}:${name}`] : [],
    ),
  );
}
