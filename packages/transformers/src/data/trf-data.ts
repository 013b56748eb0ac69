import { Doc } from "@x/core";
import { TransformerData } from "./transformer-data";

const name = "trf_data";

/** Registers the extension `doc._.trf_data`; without output it is null. */
export function installExtension(): void {
  if (!Doc.hasExtension(name)) Doc.setExtension(name, { default: null });
}

/** What the transformer gave for a Doc: `doc._.trf_data`; undefined where none has run. */
export function trfData(doc: Doc): TransformerData | undefined {
  installExtension();
  const value: unknown = doc._[name];
  if (value == null || value instanceof TransformerData) return value ?? undefined;
  // A Doc read from bytes has it as stored.
  const stored = (value as Record<string, unknown>).__transformerdata__;
  if (stored === undefined) return undefined;
  const data = TransformerData.fromDict(stored);
  setTrfData(doc, data);
  return data;
}

/** Sets `doc._.trf_data`. */
export function setTrfData(doc: Doc, data: TransformerData | null): void {
  installExtension();
  doc._[name] = data;
}
