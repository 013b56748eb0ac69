import type { Doc, DocTensor } from "@x/core";
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
 * upstream is frozen and annotates, it reads what the upstream has left on the docs; on docs from elsewhere, `doc.tensor`.
 */
export function tok2vecListener({ width, upstream = "*" }: Tok2VecListenerOptions): Model<Doc[], Sequences> {
  const state = listener(upstream, width);
  const node = new Model<Doc[], Sequences>(name, {
    dims: { nO: width },
    layer: {
      forward: (model, docs: readonly Doc[], isTrain) => forward(model, state, { docs, isTrain }) as Forward,
      reach: () => 0,
      infer: (model, scope, X) => {
        const { host, rows } = scope.hostOf(X, model);
        const value = scope.graph.input(scope.size("listened") as string, "float32", [rows, width]);
        return { on: "graph", kind: "list", value, lengths: host.map((docs) => lengthsOf(docs as Doc[])) };
      },
    },
  });
  markListener(node, state);
  return node;
}

interface ListenerState extends Listener {
  readonly width: number;
  batch: ListenedBatch | undefined;
  link: ListenerLink | undefined;
}

function listener(upstreamName: string, width: number): ListenerState {
  return {
    kind: listenerKind,
    upstreamName,
    width,
    batch: undefined,
    link: undefined,
    connect(link) {
      this.link = link;
    },
    receive(batch) {
      this.batch = batch;
    },
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
    const tensor = tensorFor(state, doc);
    if (tensor === undefined || tensor.data.length !== doc.length * width)
      throw error("T002", state.link?.component ?? name, state.link?.upstream ?? state.upstreamName);
    data.set(tensor.data, at);
    at += tensor.data.length;
  }
  return { kind: "list", data: tensor("float32", [rows, width], data), lengths };
}

/** What the upstream has computed; in its place what the Doc brings, unless that may be another upstream's. */
function tensorFor({ link }: ListenerState, doc: Doc): DocTensor | undefined {
  const own = link?.hub && doc.tensorBy(link.hub);
  if (own !== undefined || doc.tensor === undefined) return own;
  const rivals = link?.hub?.rivals ?? [];
  if (rivals.length > 0) throw error("T007", link?.component ?? name, link?.upstream ?? "", rivals);
  return doc.tensor;
}

function lengthsOf(docs: readonly Doc[]): Int32Array {
  return Int32Array.from(docs, (doc) => doc.length);
}
