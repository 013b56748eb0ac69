import type { Doc } from "@x/core";
import { Model, type Forward } from "@x/nn";
import { markListener, type ListenedBatch, type Listener, type ListenerLink } from "@x/pipeline";
import type { FullTransformerBatch } from "../data/full-transformer-batch";
import type { ModelOutput } from "../data/model-output";
import { TransformerData } from "../data/transformer-data";
import { trfData, trfDataBy } from "../data/trf-data";
import { error } from "../errors";
import { selectDocs } from "./select-docs";

const name = "transformer-listener";

/** The family that transformer components and their listeners belong to. */
export const listenerKind = "transformer";

/** What a listener has at the moment. */
export interface ListenerState extends Listener {
  batch: ListenedBatch<FullTransformerBatch, ModelOutput> | undefined;
  link: ListenerLink | undefined;
}

/** Makes a node a listener of transformers. */
export function listenFrom(node: Model, upstream: string): ListenerState {
  const state: ListenerState = {
    kind: listenerKind,
    upstreamName: upstream,
    batch: undefined,
    link: undefined,
    get width() {
      return node.maybeGetDim("nO") ?? undefined;
    },
    connect(link) {
      this.link = link;
      if (link?.width !== undefined && node.hasDim("nO") === null) node.setDim("nO", link.width);
    },
    receive(batch) {
      this.batch = batch;
    },
  };
  markListener(node, state);
  return state;
}

/**
 * Stands for the transformer component that comes before in the pipeline: gives the data of each Doc.
 *
 * In training it is the data of this update, and the gradient goes back there; in prediction, and where the transformer is frozen and
 * annotates, what the transformer has left on the docs; on docs from elsewhere, `doc._.trf_data`. Its width is the transformer's.
 *
 * @param upstream the name of the transformer component, or "*" for the nearest one before
 */
export function transformerListener(upstream = "*"): Model<Doc[], readonly TransformerData[]> {
  const node: Model<Doc[], readonly TransformerData[]> = new Model<Doc[], readonly TransformerData[]>(name, {
    dims: { nO: null },
    layer: {
      forward: (model, docs: readonly Doc[], isTrain) => listen(model, state, { docs, isTrain }) as Forward,
      infer(model, scope, X) {
        const { host, rows } = scope.hostOf(X, model);
        const width = model.maybeGetDim("nO") ?? 0;
        const zeros = (docs: unknown) =>
          (docs as Doc[]).map((doc) => TransformerData.zeros(doc.length, width));
        return { on: "host", host: host.map(zeros), rows };
      },
    },
  });
  const state = listenFrom(node, upstream);
  return node;
}

/** The data that a listener has for Docs, and where their gradients go. */
export function listen(
  model: Model,
  state: ListenerState,
  { docs, isTrain }: { readonly docs: readonly Doc[]; readonly isTrain: boolean },
): [readonly TransformerData[], (gradients: (ModelOutput | undefined)[]) => undefined] {
  const width = model.maybeGetDim("nO") ?? state.link?.width ?? 0;
  if (isTrain && state.batch !== undefined) {
    const selected = selectDocs(state.batch, docs);
    if (selected === undefined) throw error("TR404", state.link?.component ?? name);
    const datas = selected.datas.map((data, i) => complete(data, docs[i], width));
    return [datas, (gradients) => void selected.give(gradients)];
  }
  const datas = docs.map((doc) => {
    const data = dataFor(state, doc);
    if (data === undefined && isTrain && doc.length > 0)
      throw error("TR405", state.link?.component ?? name, state.link?.upstream ?? state.upstreamName);
    return complete(data ?? TransformerData.empty(), doc, width);
  });
  return [datas, () => undefined];
}

/** What the upstream has computed; in its place what the Doc brings, unless that may be another upstream's. */
function dataFor({ link }: ListenerState, doc: Doc): TransformerData | undefined {
  const own = link?.hub && trfDataBy(doc, link.hub);
  const found = own ?? trfData(doc);
  const rivals = link?.hub?.rivals ?? [];
  if (own === undefined && found !== undefined && doc.length > 0 && rivals.length > 0)
    throw error("TR417", link?.component ?? name, link?.upstream ?? "", rivals);
  return found;
}

/** A Doc without output has zeros. */
function complete(data: TransformerData, doc: Doc, width: number): TransformerData {
  if (data.modelOutput.lastHiddenState === undefined) return TransformerData.zeros(doc.length, width);
  const reached = data.firstToken + data.align.lengths.length;
  if (reached > doc.length) throw error("TR408", reached, doc.length);
  return data.docLength === doc.length ? data : data.withDocLength(doc.length);
}
