import { readFile } from "node:fs/promises";
import { writeFileSafely } from "../files/pending-file-node";
import { DocBin, type ReadDocBinOptions } from "./doc-bin";

/** Reads a `.spacy` file. @throws as `DocBin.fromBytes` */
export async function readDocBin(path: string, options: ReadDocBinOptions = {}): Promise<DocBin> {
  return DocBin.fromBytes(new Uint8Array(await readFile(path)), options);
}

/** Writes a `.spacy` file: beside its place first, so that no reader ever finds half of it. @throws FS01-FS06 */
export async function writeDocBin(path: string, bin: DocBin): Promise<void> {
  return Promise.resolve(writeFileSafely(path, bin.toBytes()));
}
