import { Model, type Tensor } from "@x/nn";
import { addInto } from "@x/nn/runtime";
import type { Forward, GraphSym, HostSym, Param, Scope, Sym } from "@x/nn/spi";
import { asSequences, type Architecture } from "./architecture";
import { Net } from "./net";
import { GRAPH_KEY } from "./onnx-encoder";
import type { EncoderSettings } from "./encoder-settings";
import type { EncoderInputs, EncoderOutputs, HFConfig } from "./types";

/** The setting of a config with which an encoder predicts with 8-bit weights. */
export const INT8_KEY = "int8_prediction";

/** A pretrained encoder: its parameters, and the network that computes with them. */
export class Encoder {
  readonly config: HFConfig;
  /** The width of the output. */
  readonly hiddenSize: number;
  /** By their names in PyTorch's base model, in its order. */
  readonly params: Map<string, Param>;
  readonly #graph: Tensor | undefined;
  readonly #network: Model;
  readonly #model: Model<EncoderInputs, EncoderOutputs>;

  constructor(options: {
    readonly settings: EncoderSettings;
    readonly architecture: Architecture;
    readonly params: Map<string, Param>;
    /** The bytes of the ONNX graph that the network was read from. */
    readonly graph?: Tensor;
  }) {
    const { settings, architecture, params } = options;
    this.#graph = options.graph;
    this.config = settings.config;
    this.hiddenSize = settings.size(architecture.width);
    this.params = params;
    this.#network = encoderNetwork(settings, architecture, params);
    this.#model = encoderModel(this.#network, partsOf(settings));
  }

  /**
   * The network: the same object at each call.
   *
   * Its backward pass takes the gradient of `lastHiddenState`, and of `hiddenStates` where the config asks for them, and adds to `params`.
   */
  model(): Model<EncoderInputs, EncoderOutputs> {
    return this.#model;
  }

  /** Whether it predicts with 8-bit weights where the pipeline is frozen and the runtime has such products. */
  get int8(): boolean {
    return this.config[INT8_KEY] === true;
  }

  /** Frees the compiled programs; they are compiled again when they are needed. */
  release(): void {
    this.#network.programs.clear();
  }

  /** The parameters as tensors over their own numbers, by PyTorch's names; beside them the graph of an ONNX export. */
  stateDict(): Map<string, Tensor> {
    const state = new Map(
      [...this.params].map(([key, { shape, data }]) => [key, { dtype: "float32", shape, data } as Tensor]),
    );
    if (this.#graph !== undefined) state.set(GRAPH_KEY, this.#graph);
    return state;
  }
}

/** Which parts of the output there are, in the order in which the inner network gives them. */
interface Parts {
  readonly hiddenStates: boolean;
  readonly attentions: boolean;
}

function partsOf(settings: EncoderSettings): Parts {
  return {
    hiddenStates: settings.flag("output_hidden_states"),
    attentions: settings.flag("output_attentions"),
  };
}

function encoderNetwork(
  settings: EncoderSettings,
  architecture: Architecture,
  params: Map<string, Param>,
): Model {
  const parts = partsOf(settings);
  const dropouts = new Map(
    architecture.dropouts.map((key) => [key, dropoutNode(key, settings.number(key))] as const),
  );
  const network = new Model("encoder-network", {
    layers: [...dropouts.values()],
    layer: {
      symbolic: (node, scope, X) =>
        writeNetwork(architecture, { settings, node, scope, X: X as HostSym, dropouts, parts }),
    },
  });
  for (const [key, param] of params) network.setParam(key, param);
  return network;
}

function encoderModel(network: Model, parts: Parts): Model<EncoderInputs, EncoderOutputs> {
  return new Model("encoder", {
    layer: { forward: (model, X, isTrain) => forward(model, network, X, { isTrain, parts }) },
  });
}

/** A node whose rate decides whether a mask is fed; the masks are its own, as PyTorch draws by a generator of its own. */
function dropoutNode(name: string, rate: number): Model {
  const layer = { symbolic: (_: Model, __: Scope, X: Sym) => X };
  return new Model(name, { layer, attrs: { dropout_rate: rate, own_masks: true } });
}

function writeNetwork(
  architecture: Architecture,
  options: {
    readonly settings: EncoderSettings;
    readonly node: Model;
    readonly scope: Scope;
    readonly X: HostSym;
    readonly dropouts: ReadonlyMap<string, Model>;
    readonly parts: Parts;
  },
): Sym {
  const { settings, node, scope, X, dropouts, parts } = options;
  const net = new Net({
    settings,
    scope,
    X: X.host as never,
    dropouts,
    parameter: (key) => scope.param(node, key),
  });
  if (settings.flag(INT8_KEY)) scope.quantizeProducts();
  const { states, attentions, pooled } = architecture.build(net, settings);
  // The last one is what the network gives.
  for (const state of states.slice(0, -1)) scope.stage(state);
  const leaf = (value: GraphSym["value"], detached: boolean): GraphSym => ({
    on: "graph",
    kind: "array",
    value,
    detached,
  });
  const tuple = (items: readonly Sym[]): Sym => ({ on: "tuple", items });
  const sequences = states.map((state) => asSequences(net, state));
  const hidden = parts.hiddenStates ? sequences : sequences.slice(-1);
  // Only states take gradients: what a pooler or the probabilities of attention would get is nobody's loss, and their
  // parameters are to stay without a gradient.
  return tuple([
    tuple(hidden.map((value) => leaf(value, false))),
    tuple(pooled === undefined ? [] : [leaf(pooled, true)]),
    tuple(parts.attentions ? attentions.map((value) => leaf(value, true)) : []),
  ]);
}

type Leaves = [hidden: (Tensor | undefined)[], pooled: Tensor[], attentions: Tensor[]];

async function forward(
  model: Model,
  network: Model,
  X: EncoderInputs,
  { isTrain, parts }: { readonly isTrain: boolean; readonly parts: Parts },
): Promise<Forward> {
  if (network.environment !== model.environment) network.environment = model.environment;
  const [Y, backprop] = await network.run(X, isTrain);
  const [hidden, [poolerOutput], attentions] = Y as Leaves;
  const outputs: EncoderOutputs = {
    lastHiddenState: hidden[hidden.length - 1] as Tensor,
    ...(parts.hiddenStates ? { hiddenStates: hidden as Tensor[] } : {}),
    ...(parts.attentions ? { attentions } : {}),
    ...(poolerOutput === undefined ? {} : { poolerOutput }),
  };
  return [
    outputs,
    async (dY) => {
      await backprop([gradientsOfStates(dY as Partial<EncoderOutputs>, hidden.length), [], []]);
      return undefined;
    },
  ];
}

/** One gradient a state; the last hidden state is the last state, so their gradients add up. */
function gradientsOfStates(dY: Partial<EncoderOutputs>, count: number): (Tensor | undefined)[] {
  const gradients = Array.from({ length: count }, (_, i) => dY.hiddenStates?.[i]);
  const [state, last] = [gradients[count - 1], dY.lastHiddenState];
  if (state !== undefined && last !== undefined) {
    const sum = Float32Array.from(last.data as Float32Array);
    addInto(sum, state.data as Float32Array);
    gradients[count - 1] = { ...last, data: sum };
  } else gradients[count - 1] = last ?? state;
  return gradients;
}
