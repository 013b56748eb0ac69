import type { Doc, Example, Vocab } from "@x/core";
import type { Model, Tensor } from "@x/nn";
import { error } from "../errors";
import { TextCategorizer, type TextCategorizerOptions } from "./textcat";

/** Predicts which categories a text belongs to; any number of them may hold (`textcat_multilabel`). */
export class MultiLabelTextCategorizer extends TextCategorizer {
  /** @param options `threshold`: default 0.5 */
  constructor(vocab: Vocab, model: Model<Doc[], Tensor>, options: TextCategorizerOptions = {}) {
    super(vocab, model, { name: "textcat_multilabel", threshold: 0.5, ...options });
    delete this.cfg.positive_label;
  }

  protected override get allowsMissing(): boolean {
    return true;
  }

  protected override get fewestLabels(): number {
    return 1;
  }

  protected override takePositiveLabel(label: string | null): void {
    if (label !== null) throw error("P041", this.name, label, this.labels);
  }

  protected override checkCategories({ reference }: Example): void {
    if (Object.values(reference.cats).some((value) => value !== 0 && value !== 1))
      throw error("P042", this.name, JSON.stringify(reference.cats), "0 or 1");
  }
}
