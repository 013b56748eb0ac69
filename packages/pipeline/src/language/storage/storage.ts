import { isXError } from "@x/core";
import { packMsgpack, unpackMsgpack } from "@x/core/spi";
import type { ReadOptions, StorageOptions } from "../../contracts/stores";
import type { Meta } from "../../contracts/has-config";
import { errors } from "../../errors";
import { linkComponents } from "../../listeners/link";
import {
  mount,
  readJson,
  readNeeded,
  subfolder,
  treeReader,
  utf8,
  type FileReader,
  type FileTree,
} from "./file-tree";
import type { HasComponents } from "../../contracts/has-components";
import type { IsDescribed } from "../../contracts/has-config";
import type { Tokenizes } from "../../contracts/makes-docs";
import { NotingReader } from "./noting-reader";
import { checkStaticVectors } from "../build/static-vectors-check";
import { checkVocabFiles } from "./vocab-check";
import { readVocab, vocabFiles } from "./vocab-files";

/** What a pipeline is stored from. */
export type Storable = HasComponents & Tokenizes & Pick<IsDescribed, "config" | "meta">;

/** All files of a pipeline, in spaCy's layout. */
export async function pipelineFiles(nlp: Storable, { exclude = [] }: StorageOptions = {}): Promise<FileTree> {
  const files: FileTree = new Map();
  files.set("meta.json", utf8(JSON.stringify(nlp.meta, undefined, 2)));
  files.set("config.cfg", utf8(nlp.config.toString()));
  if (!exclude.includes("tokenizer")) files.set("tokenizer", nlp.tokenizer.toBytes());
  for (const { name, pipe } of nlp.components)
    if (!exclude.includes(name)) mount(files, name, await pipe.serialize());
  if (!exclude.includes("vocab"))
    mount(files, "vocab", vocabFiles(nlp.vocab, { vectors: !exclude.includes("vectors") }));
  return files;
}

/** Reads the state of an existing pipeline. */
export async function readPipelineFiles(
  nlp: Storable,
  files: FileReader,
  { exclude = [], whole = false }: ReadOptions = {},
): Promise<void> {
  const noting = new NotingReader(files);
  const meta = readJson(noting, "meta.json") as Meta | undefined;
  if (meta !== undefined) Object.assign(nlp.meta, meta);
  if (whole) checkVocabFiles(nlp, files, { meta, exclude });
  if (!exclude.includes("vocab"))
    await noting.during(() =>
      readVocab(nlp.vocab, subfolder(noting, "vocab"), {
        vectors: !exclude.includes("vectors"),
        name: (meta?.vectors as { name?: string } | undefined)?.name ?? undefined,
      }),
    );
  await noting.during(() => {
    if (exclude.includes("tokenizer")) return;
    const tokenizer = whole ? readNeeded(noting, "tokenizer") : noting.read("tokenizer");
    if (tokenizer !== undefined) nlp.tokenizer.fromBytes(tokenizer);
  });
  for (const { name, pipe } of nlp.components) {
    const isThere = () => ["", ".json", ".jsonl"].some((suffix) => files.has(name + suffix));
    if (exclude.includes(name) || !(whole || isThere())) continue;
    await noting.during(async () => {
      try {
        await pipe.deserialize(subfolder(noting, name));
      } catch (cause) {
        if (isXError(cause)) throw cause;
        const failure = errors.unreadableComponent(name, `its folder "${name}"`);
        failure.cause = cause;
        throw failure;
      }
    });
  }
  linkComponents(nlp.components, (name) => !nlp.disabled.includes(name));
  if (!exclude.includes("vectors")) checkStaticVectors(nlp, meta);
}

/** Packs files into one array of bytes. */
export function packFiles(files: FileTree): Uint8Array {
  return packMsgpack(Object.fromEntries(files));
}

/** The files in what `packFiles` gave. Throws P402 for anything else. */
export function unpackFiles(bytes: Uint8Array): FileReader {
  const value = unpackMsgpack(bytes);
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw errors.notPipelineBytes(bytes.length);
  const entries = Object.entries(value as Record<string, unknown>);
  if (!entries.every(([, file]) => file instanceof Uint8Array)) throw errors.notPipelineBytes(bytes.length);
  return treeReader(new Map(entries as [string, Uint8Array][]));
}
