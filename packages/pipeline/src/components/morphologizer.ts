import {
  normalizeMorph,
  posNames,
  symbolIds,
  symbolNames,
  type Doc,
  type Example,
  type Vocab,
} from "@x/core";
import type { Model, Sequences } from "@x/nn";
import { error } from "../errors";
import type { TagTargets } from "./tag-loss";
import { TokenClassifier } from "./token-classifier";
import type { GetExamples, InitializeOptions, ScorerFunction } from "./trainable-pipe";

/** Options of `Morphologizer`. */
export interface MorphologizerOptions {
  readonly name?: string;
  /** Replace what a doc has already; default true. */
  readonly overwrite?: boolean;
  /** Keep features that a doc has already, and add others; with `overwrite` the predicted value of a feature wins. Default false. */
  readonly extend?: boolean;
  /** Share of the probability that goes to the other labels, 0 to 1; default 0. */
  readonly labelSmoothing?: number;
  readonly scorer?: ScorerFunction | null;
}

/** An analysis without features. */
const emptyMorph = normalizeMorph("");

/** What is stored about labels: their features without the part of speech, and its number. */
interface LabelTables {
  readonly labels_morph: Record<string, string>;
  readonly labels_pos: Record<string, number>;
}

/** Predicts the part of speech and morphological features of every token, together as one label (`morphologizer`). */
export class Morphologizer extends TokenClassifier {
  constructor(vocab: Vocab, model: Model<Doc[], Sequences>, options: MorphologizerOptions = {}) {
    const { name = "morphologizer", overwrite = true, extend = false, labelSmoothing = 0, scorer } = options;
    const tables = { labels_morph: {}, labels_pos: {} };
    super(vocab, model, {
      name,
      scorer,
      cfg: { extend, label_smoothing: labelSmoothing, ...tables, overwrite },
    });
  }

  get #tables(): LabelTables {
    return this.cfg as unknown as LabelTables;
  }

  protected override get needsCfg(): boolean {
    return true;
  }

  /** In the order of their first appearance, for example `Number=Sing|POS=NOUN`. */
  override get labels(): readonly string[] {
    return Object.keys(this.#tables.labels_morph);
  }

  override get labelData(): Record<"morph" | "pos", unknown> {
    return { morph: this.#tables.labels_morph, pos: this.#tables.labels_pos };
  }

  /** Adds a label such as `Number=Sing|POS=NOUN`. @throws P023 for an unknown part of speech */
  override addLabel(label: string): boolean {
    const features = featuresOf(label);
    const pos = features.get("POS") ?? "";
    features.delete("POS");
    return this.#add(joinFeatures(features), pos);
  }

  #add(morph: string, pos: string): boolean {
    const label = labelOf(morph, pos);
    const { labels_morph, labels_pos } = this.#tables;
    if (label in labels_morph) return false;
    if (!posNames.has(pos)) throw error("P023", this.name, label, pos, [...posNames]);
    this.checkRoom(label);
    labels_morph[label] = morph;
    labels_pos[label] = symbolIds.get(pos)!;
    this.vocab.strings.add(label);
    this.forgetGold();
    return true;
  }

  override hasGold({ reference }: Example): boolean {
    return reference.hasAnnotation("POS") || reference.hasAnnotation("MORPH");
  }

  setAnnotations(docs: Doc[], classes: Int32Array[]): void {
    const { labels_morph, labels_pos } = this.#tables;
    const overwrite = this.cfg.overwrite === true;
    const extend = this.cfg.extend === true;
    const predicted = this.labels.map((label) => ({
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
  }

  async initialize(getExamples: GetExamples, { labels, random }: InitializeOptions = {}): Promise<void> {
    if (labels == null) this.#collect(getExamples());
    else this.#take(labels);
    this.initializeNetwork(getExamples, { random });
  }

  #collect(examples: Iterable<Example>): void {
    for (const { reference } of examples)
      for (let i = 0; i < reference.length; i++) {
        const pos = reference.pos?.[i] ?? "";
        const morph = reference.morphs?.[i] ?? "";
        if (pos !== "" || morph !== "") this.#add(morph === emptyMorph ? "" : morph, pos);
      }
  }

  /** Takes the tables that `init labels` wrote. */
  #take(labels: unknown): void {
    const { morph, pos } = labels as { morph?: Record<string, string>; pos?: Record<string, number> };
    if (typeof morph !== "object" || typeof pos !== "object")
      throw error("P021", this.name, 'tables "morph" and "pos" (x init labels writes them)', typeof labels);
    Object.assign(this.cfg, { labels_morph: { ...morph }, labels_pos: { ...pos } });
    this.forgetGold();
  }

  /** Tokens without both annotations, tokens that do not align, and unknown labels are missing. */
  protected readGold(example: Example): TagTargets {
    const classOf = new Map(this.labels.map((label, index) => [label, index]));
    const pos = example.getAligned("POS", { asString: true });
    const morphs = example.getAligned("MORPH", { asString: true });
    const classes = Int32Array.from(morphs, (morph, i) => {
      if (morph === null || pos[i] === null || (morph === "" && pos[i] === "")) return -1;
      return classOf.get(labelOf(String(morph), String(pos[i]))) ?? -1;
    });
    return { classes, negative: new Uint8Array(classes.length) };
  }
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
