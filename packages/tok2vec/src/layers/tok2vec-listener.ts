import type { Doc } from "@x/core";
import { Model, tensor, type Forward, type Sequences } from "@x/nn";
import { markListener, selectDocs, type ListenedBatch, type Listener, type ListenerLink } from "@x/pipeline";
import { error } from "../errors";

const name = "tok2vec-listener";

/** The family that tok2vec components and their listeners belong to. */
export const listenerKind = "tok2vec";

/** Options of `tok2vecListener`. */
export interface Tok2VecListenerOptions {
  /** The width of the upstream's vectors. */
  readonly width: number;
  /** The name of the upstream component; default "*", the nearest one before. */
  readonly upstream?: string;
}

/**
 * Stands for the tok2vec component that comes before in the pipeline (`spacy.Tok2VecListener.v1`).
 *
 * In training it gives the upstream's output of this update and takes the gradient back there; in prediction, and where the
 * upstream is frozen and annotates, it reads `doc.tensor`.
 */
export function tok2vecListener({ width, upstream = "*" }: Tok2VecListenerOptions): Model<Doc[], Sequences> {
  const state: ListenerState = { upstream, width, batch: undefined, link: undefined };
  const node = new Model<Doc[], Sequences>(name, {
    dims: { nO: width },
    layer: {
      forward: (model, docs: readonly Doc[], isTrain) => forward(model, state, { docs, isTrain }) as Forward,
      infer: (model, scope, X) => {
        const { host, rows } = scope.hostOf(X, model);
        const value = scope.graph.input(scope.size("listened") as string, "float32", [rows, width]);
        return { on: "graph", kind: "list", value, lengths: host.map((docs) => lengthsOf(docs as Doc[])) };
      },
    },
  });
  markListener(node, listener(state));
  return node;
}

interface ListenerState {
  readonly upstream: string;
  readonly width: number;
  batch: ListenedBatch | undefined;
  link: ListenerLink | undefined;
}

function listener(state: ListenerState): Listener {
  return {
    kind: listenerKind,
    upstreamName: state.upstream,
    width: state.width,
    connect: (link) => (state.link = link),
    receive: (batch) => (state.batch = batch),
  };
}

function forward(
  model: Model,
  state: ListenerState,
  { docs, isTrain }: { readonly docs: readonly Doc[]; readonly isTrain: boolean },
): [Sequences, (dY: Sequences) => undefined] {
  if (isTrain && state.batch !== undefined) {
    const selected = selectDocs(state.batch, docs);
    if (selected === undefined) throw error("T001", state.link?.component ?? model.name);
    return [{ ...selected.outputs, kind: "list" }, (dY) => void selected.give(dY)];
  }
  return [readTensors(state, docs), () => undefined];
}

function readTensors(state: ListenerState, docs: readonly Doc[]): Sequences {
  const { width } = state;
  const lengths = lengthsOf(docs);
  const rows = lengths.reduce((sum, length) => sum + length, 0);
  const data = new Float32Array(rows * width);
  let at = 0;
  for (const doc of docs) {
    if (doc.length === 0) continue;
    if (doc.tensor === undefined || doc.tensor.data.length !== doc.length * width)
      throw error("T002", state.link?.component ?? name, state.link?.upstream ?? state.upstream);
    data.set(doc.tensor.data, at);
    at += doc.tensor.data.length;
  }
  return { kind: "list", data: tensor("float32", [rows, width], data), lengths };
}

function lengthsOf(docs: readonly Doc[]): Int32Array {
  return Int32Array.from(docs, (doc) => doc.length);
}
