import { Doc } from "@x/core";
import { TransformerData } from "./transformer-data";

const name = "trf_data";

/** Registers the extension `doc._.trf_data`; without output it is null. */
export function installExtension(): void {
  if (!Doc.hasExtension(name)) Doc.setExtension(name, { default: null });
}

/** The transformer's output for a Doc: `doc._.trf_data`; undefined if none has run. */
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

/** Whose data it is, and the data of others that it took the place of; both go when the Doc's data goes. */
interface Origin {
  readonly component: object;
  readonly others: ReadonlyMap<object, TransformerData>;
}
const origins = new WeakMap<TransformerData, Origin>();

/** Sets `doc._.trf_data`; with a component, `trfDataBy` finds it when another component has set its own. */
export function setTrfData(doc: Doc, data: TransformerData | null, component?: object): void {
  installExtension();
  if (data !== null && component !== undefined) {
    const last = trfData(doc);
    const before = last && origins.get(last);
    const others = new Map(before?.others);
    if (before !== undefined) others.set(before.component, last!);
    others.delete(component);
    origins.set(data, { component, others });
  }
  doc._[name] = data;
}

/** What a component passed to `setTrfData`, regardless of later components; undefined if it hasn't, or if `doc._.trf_data` was cleared. */
export function trfDataBy(doc: Doc, component: object): TransformerData | undefined {
  const last = trfData(doc);
  const origin = last && origins.get(last);
  return origin?.component === component ? last : origin?.others.get(component);
}
