import { Doc, UserData, type Vocab } from "@x/core";
import { flag, table, withDefaults } from "@x/core/spi";
import { errors } from "../errors";
import { readNeededJson, utf8, type FileReader, type FileTree } from "../language/storage/file-tree";
import { defineFactory, type ComponentOptions } from "./engine/define-component";
import { Pipe } from "./pipe";

const settings = {
  /** New values by attribute: `tensor`, `cats`, `user_data`, `sentiment`, `ents`, or `_.name`. */
  attrs: table({ tensor: null, "_.trf_data": null }),
  /** Ignore attributes that a doc doesn't have, instead of throwing P600. */
  silent: flag(true),
};
/** Options of `DocCleaner`. */
export type DocCleanerOptions = ComponentOptions<typeof settings>;

/** Resets attributes of docs, to free what later steps don't need (`doc_cleaner`). */
export class DocCleaner extends Pipe {
  readonly cfg: { attrs: Record<string, unknown>; silent: boolean };

  constructor(vocab: Vocab, options: DocCleanerOptions = {}) {
    super(vocab, options.name ?? "doc_cleaner");
    const { attrs, silent } = withDefaults(settings, options);
    this.cfg = { attrs: { ...attrs }, silent };
  }

  /** Throws P600 for an attribute that docs don't have, unless `silent`. */
  process(doc: Doc): Doc {
    for (const [attr, value] of Object.entries(this.cfg.attrs))
      if (!clean(doc, attr, value) && !this.cfg.silent) throw errors.unknownDocAttribute(this.name, attr);
    return doc;
  }

  override get callsPipeline(): boolean {
    return false;
  }

  override serialize(): FileTree {
    return new Map([["cfg", utf8(JSON.stringify(this.cfg, undefined, 2))]]);
  }

  override deserialize(files: FileReader): void {
    Object.assign(this.cfg, readNeededJson(files, "cfg"));
  }
}

export const docCleaner = defineFactory(
  "doc_cleaner",
  { summary: "Removes attributes that later steps don't need.", assigns: [], settings },
  (nlp, options) => new DocCleaner(nlp.vocab, options),
);

/** Sets one attribute; false if docs have no such attribute. */
function clean(doc: Doc, attr: string, value: unknown): boolean {
  switch (attr) {
    case "tensor":
      doc.tensor = (value ?? undefined) as Doc["tensor"];
      return true;
    case "cats":
      doc.cats = { ...(value as Doc["cats"] | null) };
      return true;
    case "sentiment":
      doc.sentiment = Number(value ?? 0);
      return true;
    case "user_data":
      doc.userData = new UserData();
      return true;
    case "ents":
      doc.ents = [];
      return true;
  }
  const name = attr.startsWith("_.") ? attr.slice(2) : "";
  if (!Doc.hasExtension(name)) return false;
  doc._.set(name, value);
  return true;
}
