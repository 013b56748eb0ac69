import { DocBin, isXError, type Doc, type Vocab } from "@x/core";
import { readLines, readTextFile } from "@x/core/files";
import { unreadWarning } from "@x/core/spi";
import { readFile } from "node:fs/promises";
import { errors } from "../errors";

/** The documents of a `.spacy` file. */
async function* readDocBin(path: string, vocab: Vocab): AsyncGenerator<Doc> {
  const bytes = new Uint8Array(await readFile(path));
  try {
    const onWarning = (message: string) => vocab.warn(unreadWarning(`${path}: ${message}`));
    yield* DocBin.fromBytes(bytes, { onWarning }).getDocs(vocab);
  } catch (cause) {
    if (!isXError(cause)) throw cause;
    throw errors.unreadableFile(path, cause.message);
  }
}

/** The text of every line of a `.jsonl` file, under `textKey`; empty lines are passed over. */
export function* readJsonlTexts(path: string, textKey: string): Generator<string> {
  for (const { text: json, number } of readLines(path)) {
    if (json.trim() === "") continue;
    const record = parseObject(json, { path, line: number });
    const text = record[textKey];
    if (typeof text !== "string") throw errors.missingText(path, number, textKey, Object.keys(record));
    yield text;
  }
}

/** The object in a line of a `.jsonl` file. @throws L101 */
export function parseObject(
  json: string,
  { path, line }: { readonly path: string; readonly line: number },
): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (cause) {
    throw errors.notAJsonObject(path, line, (cause as Error).message);
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw errors.notAJsonObject(
      path,
      line,
      `found ${Array.isArray(value) ? "a list" : JSON.stringify(value)}`,
    );
  }
  return value as Record<string, unknown>;
}

/** Texts and documents of the files, in their order: `.spacy`, `.jsonl`, and any other as one text per file, which come last. */
export async function* readInputs(
  paths: readonly string[],
  options: { readonly textKey: string; readonly vocab: Vocab },
): AsyncGenerator<string | Doc> {
  const plain: string[] = [];
  for (const path of paths) {
    if (path.endsWith(".spacy")) yield* readDocBin(path, options.vocab);
    else if (path.endsWith(".jsonl")) yield* readJsonlTexts(path, options.textKey);
    else plain.push(path);
  }
  for (const path of plain) yield readTextFile(path);
}
