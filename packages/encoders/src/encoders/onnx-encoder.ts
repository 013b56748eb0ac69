import { tensor, type Tensor } from "@x/nn";
import { externalFiles } from "@x/nn/files";
import { cast, isFloat, reshape, type Value } from "@x/nn/graph";
import { decodeOnnx, encodeOnnx, type DecodedModel } from "@x/nn/runtime";
import { errors } from "../errors";
import type { Architecture, Built } from "./architecture";
import { positions } from "./bricks/embeddings";
import { BATCH, LENGTH, type Net } from "./net";
import type { HFConfig, ModelFiles } from "./types";

/** Where an exported model is looked for, in this order. */
export const onnxFiles = ["onnx/model.onnx", "model.onnx"] as const;

/** The key under which the state of such an encoder holds its graph, as bytes. */
export const GRAPH_KEY = "onnx.graph";

/** An encoder that comes as an ONNX graph: how it is written into ours, and its weights. */
export interface OnnxEncoder {
  readonly architecture: Architecture;
  readonly config: HFConfig;
  readonly state: ReadonlyMap<string, Tensor>;
  /** The graph without weights, to be kept with them. */
  readonly graph: Tensor;
}

/** Reads the ONNX export among a model's files; undefined where there is none. Throws NN205, NN101, TR306, TR307, TR308. */
export async function readOnnxEncoder(files: ModelFiles, config: HFConfig): Promise<OnnxEncoder | undefined> {
  for (const file of onnxFiles) {
    const bytes = await files.read(file);
    if (bytes === undefined) continue;
    const folder = file.slice(0, file.lastIndexOf("/") + 1);
    const external = new Map<string, Uint8Array>();
    for (const location of externalFiles(bytes)) {
      const data = /[/\\]/.test(location) ? undefined : await files.read(`${folder}${location}`);
      if (data !== undefined) external.set(location, data);
    }
    const model = decodeOnnx(bytes, { external });
    const weights = [...model.initializers.keys()];
    const graph = encodeOnnx({
      graph: model.graph,
      inputs: [...model.inputs, ...weights],
      outputs: model.outputs,
    });
    return {
      architecture: onnxArchitecture(model, { name: files.name, parameters: weights, inputs: model.inputs }),
      config,
      state: new Map([...model.initializers].map(([value, numbers]) => [value.name, numbers])),
      graph: tensor("uint8", [graph.length], graph),
    };
  }
  return undefined;
}

/** The same from a state that holds the graph. */
export function onnxEncoderFromState(config: HFConfig, state: ReadonlyMap<string, Tensor>): OnnxEncoder {
  const graph = state.get(GRAPH_KEY) as Tensor<"uint8">;
  const model = decodeOnnx(graph.data);
  const isWeight = (value: Value) => state.has(value.name);
  const interfaceOf = {
    name: "the saved encoder",
    parameters: model.inputs.filter(isWeight),
    inputs: model.inputs.filter((value) => !isWeight(value)),
  };
  const weights = new Map([...state].filter(([key]) => key !== GRAPH_KEY));
  return { architecture: onnxArchitecture(model, interfaceOf), config, state: weights, graph };
}

function onnxArchitecture(
  model: DecodedModel,
  {
    name,
    parameters,
    inputs,
  }: { readonly name: string; readonly parameters: readonly Value[]; readonly inputs: readonly Value[] },
): Architecture {
  const half = parameters.find((value) => isFloat(value.dtype) && value.dtype !== "float32");
  if (half !== undefined) throw errors.unsupportedPrecision(name, half.name, half.dtype);
  const last = lastStateOf(model, name);
  const pooled = model.outputs.find((output) => output.name === "pooler_output");
  return {
    prefix: "",
    defaults: { hidden_size: last.shape[2] },
    width: "hidden_size",
    dropouts: [],
    build(net): Built {
      const values = new Map<Value, Value>();
      for (const input of inputs) values.set(input, feedOf(net, input, name));
      for (const value of parameters)
        values.set(value, net.parameter(value.name, value.shape as readonly number[]));
      copyGraph(model, net, values);
      const width = last.shape[2];
      return {
        states: [reshape(values.get(last) as Value, [-1, width])],
        attentions: [],
        pooled: pooled && reshape(values.get(pooled) as Value, [BATCH, pooled.shape[1]]),
      };
    },
  };
}

/** The output that has a vector for each wordpiece. */
function lastStateOf({ outputs }: DecodedModel, name: string): Value {
  const named = ["last_hidden_state", "token_embeddings"].map((wanted) =>
    outputs.find((output) => output.name === wanted),
  );
  const found =
    named.find((output) => output !== undefined) ?? outputs.find(({ shape }) => shape.length === 3);
  if (found === undefined || found.shape.length !== 3 || typeof found.shape[2] !== "number")
    throw errors.noVectorOutput(
      name,
      outputs.map((output) => `${output.name} [${output.shape.join(", ")}]`),
    );
  return found;
}

/** What an input of the export is fed with. */
function feedOf(net: Net, { name, dtype, shape }: Value, model: string): Value {
  const known: Record<string, () => Value> = {
    input_ids: () => net.inputIds,
    attention_mask: () => net.attentionMask(dtype),
    token_type_ids: () => net.tokenTypeIds(),
    position_ids: () => reshape(positions(net, Infinity), [1, LENGTH]),
  };
  if (!Object.hasOwn(known, name) || shape.length !== 2)
    throw errors.unknownOnnxInput(model, `${name} [${shape.join(", ")}]`, Object.keys(known));
  return cast(known[name](), dtype);
}

/** Appends the nodes of an imported graph; sizes are inferred anew, from those of our feeds. */
function copyGraph({ graph }: DecodedModel, net: Net, values: Map<Value, Value>): void {
  const target = net.inputIds.graph;
  const copied = (value: Value): Value => {
    let copy = values.get(value);
    if (copy === undefined) {
      copy = target.constant(value.constant as Tensor);
      values.set(value, copy);
    }
    return copy;
  };
  for (const node of graph.nodes) {
    const made = target.apply(
      node.operator,
      node.inputs.map((input) => input && copied(input)),
      node.attributes,
    );
    node.outputs.forEach((output, i) => values.set(output, made[i]));
  }
}
