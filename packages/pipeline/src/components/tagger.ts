import type { Doc, Example, Vocab } from "@x/core";
import type { Model, Sequences } from "@x/nn";
import { error } from "../errors";
import type { TagTargets } from "./tag-loss";
import { TokenClassifier } from "./token-classifier";
import type { GetExamples, InitializeOptions, ScorerFunction } from "./trainable-pipe";

/** Options of `Tagger`. */
export interface TaggerOptions {
  readonly name?: string;
  /** Replace tags that a doc has already; default false. */
  readonly overwrite?: boolean;
  /** A gold tag with this prefix says what the tag is not; default "!". */
  readonly negPrefix?: string;
  /** Share of the probability that goes to the other tags, 0 to 1; default 0. */
  readonly labelSmoothing?: number;
  readonly scorer?: ScorerFunction | null;
}

/** Predicts a fine-grained tag for every token (`tagger`). */
export class Tagger extends TokenClassifier {
  constructor(vocab: Vocab, model: Model<Doc[], Sequences>, options: TaggerOptions = {}) {
    const { name = "tagger", overwrite = false, negPrefix = "!", labelSmoothing = 0, scorer } = options;
    super(vocab, model, {
      name,
      scorer,
      cfg: { label_smoothing: labelSmoothing, labels: [], neg_prefix: negPrefix, overwrite },
    });
  }

  override get labels(): readonly string[] {
    return this.cfg.labels as string[];
  }

  override get labelData(): readonly string[] {
    return this.labels;
  }

  override addLabel(label: string): boolean {
    const labels = this.cfg.labels as string[];
    if (labels.includes(label)) return false;
    this.checkRoom(label);
    labels.push(label);
    this.vocab.strings.add(label);
    this.forgetGold();
    return true;
  }

  override hasGold({ reference }: Example): boolean {
    return reference.hasAnnotation("TAG");
  }

  setAnnotations(docs: Doc[], classes: Int32Array[]): void {
    const { labels } = this;
    const overwrite = this.cfg.overwrite === true;
    docs.forEach((doc, index) => {
      const tags = doc.column("tags");
      const predicted = classes[index];
      for (let i = 0; i < tags.length; i++) if (overwrite || tags[i] === "") tags[i] = labels[predicted[i]];
    });
  }

  async initialize(getExamples: GetExamples, { labels, random }: InitializeOptions = {}): Promise<void> {
    for (const label of labels == null ? collectTags(getExamples()) : (labels as Iterable<string>))
      this.addLabel(label);
    this.initializeNetwork(getExamples, { random });
  }

  /** Tokens without a tag, and tokens that no single gold token corresponds to, are missing. @throws P021 for unknown tags */
  protected readGold(example: Example): TagTargets {
    const { labels } = this;
    const prefix = this.cfg.neg_prefix as string;
    const tags = example.getAligned("TAG", { asString: true }) as (string | null)[];
    const classes = new Int32Array(tags.length).fill(-1);
    const negative = new Uint8Array(tags.length);
    tags.forEach((tag, index) => {
      if (tag === null || tag === "") return;
      const isNegative = prefix !== "" && tag.startsWith(prefix);
      const label = isNegative ? tag.slice(prefix.length) : tag;
      classes[index] = labels.indexOf(label);
      negative[index] = isNegative ? 1 : 0;
      if (classes[index] < 0)
        throw error("P021", this.name, `one of its ${labels.length} labels`, `the gold tag "${label}"`);
    });
    return { classes, negative };
  }
}

/** All tags of the references, sorted by code point. */
function collectTags(examples: Iterable<Example>): string[] {
  const tags = new Set<string>();
  for (const { reference } of examples) for (const tag of reference.tags ?? []) if (tag !== "") tags.add(tag);
  return [...tags].sort((a, b) => (a < b ? -1 : 1));
}
