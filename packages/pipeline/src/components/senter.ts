import type { Doc, Example, Vocab } from "@x/core";
import type { Model, Sequences } from "@x/nn";
import type { TagTargets } from "./tag-loss";
import { TokenClassifier } from "./token-classifier";
import type { GetExamples, InitializeOptions, ScorerFunction } from "./trainable-pipe";

/** Options of `SentenceRecognizer`. */
export interface SentenceRecognizerOptions {
  readonly name?: string;
  /** Replace sentence starts that a doc has already; default false. */
  readonly overwrite?: boolean;
  readonly scorer?: ScorerFunction | null;
}

/** Inside of a sentence, and its start. */
const labels = ["I", "S"];

/** Predicts for every token whether a sentence begins there (`senter`). */
export class SentenceRecognizer extends TokenClassifier {
  constructor(vocab: Vocab, model: Model<Doc[], Sequences>, options: SentenceRecognizerOptions = {}) {
    const { name = "senter", overwrite = false, scorer } = options;
    super(vocab, model, { name, scorer, cfg: { overwrite } });
  }

  /** `I` and `S`; there are no others. */
  override get labels(): readonly string[] {
    return labels;
  }

  override hasGold({ reference }: Example): boolean {
    return reference.hasAnnotation("SENT_START");
  }

  setAnnotations(docs: Doc[], classes: Int32Array[]): void {
    const overwrite = this.cfg.overwrite === true;
    docs.forEach((doc, index) => {
      // Of a doc without sentences it is known that one begins with the first token.
      const starts = doc.sentStarts ?? new Int8Array(doc.length).fill(1, 0, 1);
      const predicted = classes[index];
      for (let i = 0; i < starts.length; i++)
        if (overwrite || starts[i] === 0) starts[i] = predicted[i] === 1 ? 1 : -1;
      doc.sentStarts = starts;
    });
  }

  async initialize(getExamples: GetExamples, { random }: InitializeOptions = {}): Promise<void> {
    this.initializeNetwork(getExamples, { random });
  }

  /** Where a doc has sentences, what is not known to begin one counts as inside; a doc without any says nothing. */
  protected readGold(example: Example): TagTargets {
    const classes = new Int32Array(example.length).fill(-1);
    if (this.hasGold(example))
      example.getAligned("SENT_START").forEach((start, i) => {
        if (start !== null) classes[i] = Number(start) === 1 ? 1 : 0;
      });
    return { classes, negative: new Uint8Array(classes.length) };
  }
}
