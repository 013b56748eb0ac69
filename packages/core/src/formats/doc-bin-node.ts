import { randomUUID } from "node:crypto";
import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { DocBin } from "./doc-bin";

/** Reads a `.spacy` file. @throws as `DocBin.fromBytes` */
export async function readDocBin(path: string): Promise<DocBin> {
  return DocBin.fromBytes(new Uint8Array(await readFile(path)));
}

/** Writes a `.spacy` file: beside its place first, so that no reader ever finds half of it. */
export async function writeDocBin(path: string, bin: DocBin): Promise<void> {
  const beside = `${path}.${randomUUID()}.tmp`;
  try {
    await writeFile(beside, bin.toBytes());
    await rename(beside, path);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}
