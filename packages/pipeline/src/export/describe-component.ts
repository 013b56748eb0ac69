import type { Model } from "@x/nn";
import { isSymbolic } from "@x/nn/spi";
import type { Pipe } from "../components/pipe";
import { TransitionParser } from "../transition-parser/transition-parser";
import { isUpstream } from "../listeners/upstream";
import type { ExportedNode } from "./manifest";

/** What the host does with a component's networks, by the name of its factory. */
const endings: Readonly<Record<string, string>> = {
  tagger: "The tag of a token is the label of its largest score (the first of equals).",
  morphologizer: "The features of a token are those of the label with the largest score.",
  senter: "A token begins a sentence where the second score is larger than the first.",
  textcat: "The scores are doc.cats, in the order of the labels.",
  textcat_multilabel: "The scores are doc.cats, in the order of the labels.",
  spancat: "The scores are those of the suggested spans; spans above the threshold are kept in doc.spans.",
  trainable_lemmatizer: "The edit tree of the largest score whose text fits turns the token into its lemma.",
};

export function stepsOf(pipe: Pipe, factory: string, networks: number): string[] {
  if (pipe instanceof TransitionParser) return transitionSteps;
  if (networks === 0) return ["Rules: there is no network."];
  const ending = isUpstream(pipe)
    ? upstreamEnding(pipe.hub.components)
    : (endings[factory] ?? "The output goes to the component's setAnnotations.");
  return [
    "Batch the tokens of all documents one after another, and prepare the inputs as they say.",
    ...(networks > 1
      ? ["Run the networks in order; layers that run on the host (nodes) lie between them."]
      : []),
    ending,
  ];
}

const upstreamEnding = (listening: readonly string[]) =>
  listening.length === 0
    ? "The output is doc.tensor."
    : `The output is what the listeners of ${listening.join(", ")} read as their tokens.`;

const transitionSteps = [
  "Batch the tokens of all documents one after another, and run the first network: its output is the table of what each token adds to a state in each slot; row 0 is for a missing token.",
  "Begin with one state a document. The context of a state are the rows of the tokens that it looks at (token number in the batch, -1 where there is none), one a slot.",
  "Run the network of states on table and contexts (or add the rows up yourself): one score an action.",
  "Take the valid action with the largest score (the first of equals), in the order of `labels` and the component's `moves` file; repeat until every state is final.",
  "The actions taken are the entities, or the heads and labels.",
];

/** The network's nodes, in the order of the weights file. */
export function nodesOf(model: Model, inNetworks: ReadonlySet<string>): ExportedNode[] {
  return [...model.walk()].map((node, place) => {
    const parameters = [...node.params.keys()].filter((name) => node.hasParam(name) === true);
    const outside = parameters.filter((name) => !inNetworks.has(`${place}:${name}`));
    const symbolic = node.layer.symbolic !== undefined && isSymbolic(node);
    return {
      name: node.name,
      runs: symbolic || (parameters.length > 0 && outside.length === 0) ? "network" : "host",
      dims: Object.fromEntries(node.dims),
      settings: Object.fromEntries([...node.attrs].filter(([, value]) => isPlain(value))),
      ...(outside.length > 0 ? { hostParameters: outside } : {}),
    };
  });
}

function isPlain(value: unknown): boolean {
  if (value === null || ["string", "number", "boolean"].includes(typeof value)) return true;
  return Array.isArray(value) && value.every(isPlain);
}
