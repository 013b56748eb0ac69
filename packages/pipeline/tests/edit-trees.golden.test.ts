import { Registry, StringStore } from "@x/core";
import { expect } from "vitest";
import { openGolden } from "../../../tools/testing/golden";
import { load, type EditTreeLemmatizer } from "../src";
import { EditTrees, type EditTree } from "../src/components";
import { goldenPackages } from "./support/trajectory";

const golden = openGolden("pipeline");
const file = "pipelines/edit_trees.json";
const init = "pipelines/trajectories/trainable_lemmatizer/init";

interface Recorded {
  readonly pairs: [form: string, lemma: string, id: number][];
  readonly trees: string[];
  readonly applied: [id: number, form: string, lemma: string | null][];
  /** Base64 of the file. */
  readonly bytes: string;
}

golden.skipUnless(file, () => {
  const { pairs, trees, applied, bytes } = golden.json<Recorded>(file);
  const build = () => {
    const built = new EditTrees(new StringStore());
    expect(pairs.map(([form, lemma]) => built.add(form, lemma))).toEqual(pairs.map(([, , id]) => id));
    return built;
  };

  golden.case(`${file}#trees`, () => {
    const built = build();
    expect(Array.from({ length: built.length }, (_, id) => textOf(built, built.at(id)))).toEqual(trees);
  });

  golden.case(`${file}#applied`, () => {
    const built = build();
    for (const [id, form, lemma] of applied)
      expect(built.apply(id, form) ?? null, `${id} on ${form}`).toBe(lemma);
  });

  golden.case(`${file}#bytes`, () => {
    const built = build();
    expect(Buffer.from(built.toBytes()).toString("base64")).toBe(bytes);
    const strings = new StringStore();
    for (const [form, lemma] of pairs) for (const text of partsOf(form, lemma)) strings.add(text);
    const read = new EditTrees(strings).fromBytes(new Uint8Array(Buffer.from(bytes, "base64")));
    expect(read.toJson()).toEqual(built.toJson());
    expect(new EditTrees(new StringStore()).fromJson(built.toJson()).toJson()).toEqual(built.toJson());
  });
});

golden.skipUnless(`${init}/config.cfg`, () => {
  golden.case(`${init}#files`, async () => {
    const folder = golden.file(`${init}/config.cfg`)!.replace("/config.cfg", "");
    const nlp = await load(folder, { registry: new Registry(), packages: goldenPackages });
    const files = await nlp.getPipe<EditTreeLemmatizer>("trainable_lemmatizer").serialize();
    for (const name of ["trees", "model"])
      expect(files.get(name)).toEqual(golden.bytes(`${init}/trainable_lemmatizer/${name}`));
  });
});

/** The form in which the recorded trees are written. */
function textOf(trees: EditTrees, tree: EditTree): string {
  if ("orig" in tree) return `(s '${tree.orig}' '${tree.subst}')`;
  const [prefix, suffix] = [tree.prefix_tree, tree.suffix_tree].map((id) =>
    id === 0xffff_ffff ? "()" : textOf(trees, trees.at(id)),
  );
  return `(m ${tree.prefix_len} ${tree.suffix_len} ${prefix} ${suffix})`;
}

/** All substrings: those of the trees are among them. */
function* partsOf(...texts: string[]): Generator<string> {
  for (const text of texts.map((t) => [...t]))
    for (let start = 0; start <= text.length; start++)
      for (let end = start; end <= text.length; end++) yield text.slice(start, end).join("");
}
