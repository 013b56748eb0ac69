import type { Doc, Example } from "@x/core";
import { normalizeMorph, posNames, symbolIds, symbolNames, flag, number, withBlock } from "@x/core/spi";
import { type Model, type Sequences } from "@x/nn";
import { network } from "@x/nn/spi";
import { errors } from "../errors";
import type { Scored } from "./engine/component";
import { defineComponent, scoredBy, type ComponentOptions } from "./engine/define-component";
import { checkRoom, type Labels } from "./engine/labels";
import { tokenGold, tokenLoss, tokens } from "./heads/tokens";
import type { TagTargets } from "./tag-loss";

/** An analysis without features. */
const emptyMorph = normalizeMorph("");

const defaultModel = `
@architectures = "spacy.Tagger.v2"

[.tok2vec]
@architectures = "spacy.Tok2Vec.v2"

[.tok2vec.embed]
@architectures = "spacy.CharacterEmbed.v2"
width = 128
rows = 7000
nM = 64
nC = 8
include_static_vectors = false

[.tok2vec.encode]
@architectures = "spacy.MaxoutWindowEncoder.v2"
width = 128
depth = 4
window_size = 1
maxout_pieces = 3
`;

/** What is stored about labels: their features without the part of speech, and its number. */
interface LabelTables {
  readonly labels_morph: Record<string, string>;
  readonly labels_pos: Record<string, number>;
}
const tablesOf = (pipe: Scored) => pipe.cfg as unknown as LabelTables;

/** Labels in the order of their first appearance, for example `Number=Sing|POS=NOUN`. */
const labels: Labels = {
  initial: () => ({ labels_morph: {}, labels_pos: {} }),
  names: (pipe) => Object.keys(tablesOf(pipe).labels_morph),
  data: (pipe) => ({ morph: tablesOf(pipe).labels_morph, pos: tablesOf(pipe).labels_pos }),
  /** @throws P023 for an unknown part of speech */
  add(label, pipe) {
    const { labels_morph, labels_pos } = tablesOf(pipe);
    const features = featuresOf(label);
    const pos = features.get("POS") ?? "";
    features.delete("POS");
    const morph = joinFeatures(features);
    const full = labelOf(morph, pos);
    if (full in labels_morph) return false;
    if (!posNames.has(pos)) throw errors.unknownPartOfSpeech(pipe.name, full, pos, [...posNames]);
    checkRoom(full, pipe);
    labels_morph[full] = morph;
    labels_pos[full] = symbolIds.get(pos)!;
    return true;
  },
  collect(examples, pipe) {
    for (const { reference } of examples)
      for (let i = 0; i < reference.length; i++) {
        const pos = reference.pos?.[i] ?? "";
        const morph = reference.morphs?.[i] ?? "";
        if (pos !== "" || morph !== "") pipe.addLabel(labelOf(morph, pos));
      }
  },
  /** The tables that `init labels` wrote. */
  take(given, pipe) {
    const { morph, pos } = given as { morph?: Record<string, string>; pos?: Record<string, number> };
    if (typeof morph !== "object" || typeof pos !== "object")
      throw errors.unexpectedLabels(
        pipe.name,
        'tables "morph" and "pos" (x init labels writes them)',
        typeof given,
      );
    Object.assign(pipe.cfg, { labels_morph: { ...morph }, labels_pos: { ...pos } });
    pipe.forgetGold();
  },
};

/** Predicts the part of speech and morphological features of every token, together as one label (`morphologizer`). */
export class Morphologizer extends defineComponent("morphologizer", {
  summary: "Parts of speech and morphological features of tokens.",
  settings: {
    model: withBlock(network<Model<Doc[], Sequences>>(), defaultModel),
    /** Replace existing annotation. */
    overwrite: flag(true),
    /** Keep existing features, and add others; with `overwrite`, the predicted value of a feature wins. */
    extend: flag(false),
    /** Share of the probability that goes to the other labels, 0 to 1. */
    labelSmoothing: number(0),
    scorer: scoredBy("spacy.morphologizer_scorer.v1"),
  },
  head: tokens,
  labels,
  assigns: ["token.morph", "token.pos"],
  scores: { pos_acc: 0.5, morph_acc: 0.5, morph_per_feat: null },
  hasGold: (reference) => reference.hasAnnotation("POS") || reference.hasAnnotation("MORPH"),
  gold: (examples, pipe) => tokenGold(examples, pipe, (example) => readAnalyses(example, pipe.labels)),
  loss: tokenLoss,
  annotate(docs, classes, pipe) {
    const { labels_morph, labels_pos } = tablesOf(pipe);
    const { overwrite, extend } = pipe.settings;
    const predicted = pipe.labels.map((label) => ({
      morph: labels_morph[label],
      full: normalizeMorph(labels_morph[label]),
      pos: symbolNames[labels_pos[label]] ?? "",
    }));
    docs.forEach((doc, index) => {
      const morphs = doc.column("morphs");
      const pos = doc.column("pos");
      classes[index].forEach((label, i) => {
        const { morph, full, pos: newPos } = predicted[label];
        if (extend) morphs[i] = overwrite ? merge(morphs[i], morph) : merge(morph, morphs[i]);
        else if (overwrite || morphs[i] === "") morphs[i] = full;
        if (overwrite || pos[i] === "") pos[i] = newPos;
      });
    });
  },
}) {}
/** Options of `Morphologizer`. */
export type MorphologizerOptions = ComponentOptions<typeof Morphologizer.settings>;

/** Tokens without both annotations, tokens that do not align, and unknown labels are missing. */
function readAnalyses(example: Example, names: readonly string[]): TagTargets {
  const classOf = new Map(names.map((label, index) => [label, index]));
  const pos = example.getAligned("POS", { asString: true });
  const morphs = example.getAligned("MORPH", { asString: true });
  const classes = Int32Array.from(morphs, (morph, i) => {
    if (morph === null || pos[i] === null || (morph === "" && pos[i] === "")) return -1;
    return classOf.get(labelOf(String(morph), String(pos[i]))) ?? -1;
  });
  return { classes, negative: new Uint8Array(classes.length) };
}

function featuresOf(text: string): Map<string, string> {
  const parts = text === "" || text === emptyMorph ? [] : text.split("|");
  return new Map(parts.map((part) => [part.slice(0, part.indexOf("=")), part.slice(part.indexOf("=") + 1)]));
}

function joinFeatures(features: ReadonlyMap<string, string>): string {
  const joined = normalizeMorph([...features].map(([field, value]) => `${field}=${value}`).join("|"));
  return joined === emptyMorph ? "" : joined;
}

/** Features of both; where both have one, the value of the second. */
function merge(first: string, second: string): string {
  return normalizeMorph(joinFeatures(new Map([...featuresOf(first), ...featuresOf(second)])));
}

function labelOf(morph: string, pos: string): string {
  const features = featuresOf(morph);
  if (pos !== "") features.set("POS", pos);
  return normalizeMorph(joinFeatures(features));
}
