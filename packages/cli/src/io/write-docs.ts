import { type Doc, DocBin } from "@x/core";
import { openPending } from "@x/core/files";
import { extname } from "node:path";
import { errors } from "../errors";

/** Takes documents one by one; the file appears when all of them are in. */
export interface DocWriter {
  write(doc: Doc): Promise<void>;
  commit(): Promise<void>;
  discard(): Promise<void>;
}

/** How many characters of JSON are gathered before they go to the file. */
const chunk = 1 << 16;

/** Opens a file for documents: `.jsonl` holds one Doc JSON per line, `.spacy` (also where there is no suffix) a DocBin. */
export async function openDocWriter(path: string): Promise<DocWriter> {
  const suffix = extname(path);
  if (suffix === ".jsonl") return jsonlWriter(path);
  if (suffix === ".spacy") return docBinWriter(path);
  if (suffix === "") return docBinWriter(`${path}.spacy`);
  throw errors.unknownOutputFormat(path, suffix);
}

async function jsonlWriter(path: string): Promise<DocWriter> {
  const file = openPending(path);
  let text = "";
  return {
    async write(doc) {
      text += `${JSON.stringify(doc.toJson())}\n`;
      if (text.length < chunk) return;
      file.write(text);
      text = "";
    },
    async commit() {
      file.write(text);
      file.commit();
    },
    discard: async () => file.discard(),
  };
}

async function docBinWriter(path: string): Promise<DocWriter> {
  const file = openPending(path);
  const bin = new DocBin({ storeUserData: true });
  return {
    async write(doc) {
      bin.add(doc);
    },
    async commit() {
      file.write(bin.toBytes());
      file.commit();
    },
    discard: async () => file.discard(),
  };
}
