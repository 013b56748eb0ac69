import type { Model } from "@x/nn";
import { TrainablePipe } from "../../components/trainable-pipe";
import { errors } from "../../errors";
import { findUpstream } from "../../listeners/link";
import { listenerOf } from "../../listeners/listener";
import type { HasComponents } from "../../contracts/has-components";
import type { HasConfig } from "../../contracts/has-config";

/** The part of a pipeline that is pretrained, as `[pretraining]` names it. */
export interface PretrainedPlace {
  readonly component: string;
  /** A reference of the component's model, for example "tok2vec"; "": the whole model. */
  readonly layer: string;
}

/** The layer that pretrained weights belong to, and the component it is in. */
export interface PretrainedLayer {
  readonly model: Model;
  /** Where it was found, for messages: "tok2vec" or "tagger.tok2vec". */
  readonly name: string;
  /** The component that it belongs to in the end: a listener stands for its upstream. */
  readonly component: string;
}

/**
 * Finds the network that is pretrained; a listener resolves to the upstream it listens to.
 *
 * Throws P001 for an unknown component, P220 for one without a network, P221 for an unknown layer, P222 for a listener without upstream.
 */
export function findPretrainedLayer(
  nlp: HasComponents & HasConfig,
  { component, layer }: PretrainedPlace,
): PretrainedLayer {
  const pipe = nlp.getPipe(component);
  if (!(pipe instanceof TrainablePipe)) throw errors.noNetworkToPretrain(component, trainableNames(nlp));
  const { model } = pipe;
  const known = [...model.refs].filter(([, ref]) => ref !== null).map(([name]) => name);
  if (layer !== "" && !known.includes(layer)) throw errors.unknownPretrainLayer(component, layer, known);
  const found = layer === "" ? model : model.getRef(layer);
  const listener = listenerOf(found);
  if (listener === undefined)
    return { model: found, name: layer === "" ? component : `${component}.${layer}`, component };
  const before = nlp.components.slice(
    0,
    nlp.components.findIndex(({ name }) => name === component),
  );
  const upstream = findUpstream(before, { node: found, listener });
  if (upstream === undefined || !(upstream.pipe instanceof TrainablePipe))
    throw errors.listenerWithoutUpstream(component, layer);
  return { model: upstream.pipe.model, name: upstream.name, component: upstream.name };
}

/** Where `[pretraining]` says, or without that section the component "tok2vec". */
export function pretrainedPlace(nlp: HasComponents & HasConfig): PretrainedPlace {
  const config = nlp.config.interpolate();
  const text = (key: string, fallback: string) => {
    const value = config.get(`pretraining.${key}`);
    return typeof value === "string" ? value : fallback;
  };
  return { component: text("component", "tok2vec"), layer: text("layer", "") };
}

function trainableNames(nlp: HasComponents & HasConfig): string[] {
  return nlp.components.filter(({ pipe }) => pipe instanceof TrainablePipe).map(({ name }) => name);
}
