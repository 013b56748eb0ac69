import { checkReplaceable } from "@x/core/files";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { checksumsFile, parseChecksums, readChecksumsText } from "./checksums-node";

/** Files of the root, of the vocabulary, and of components, as we and spaCy write them. */
const ofRoot = /^(meta\.json|config\.cfg|tokenizer|vocab\/[^/]+)$/;
const ofComponent =
  /^(cfg|model|moves|trees|patterns|patterns\.jsonl|kb(\/[^/]+)*|lookups(\/lookups\.bin)?)$/;

/**
 * Which files of a folder a pipeline accounts for that stands there: those of its checksums, or where it has none (spaCy's), those
 * that the components of its meta.json write. No file where no pipeline stands: a config.cfg alone is somebody's own.
 */
export function replaceablePipeline(folder: string): (path: string) => boolean {
  const listed = parseChecksums(readChecksumsText(folder));
  if (listed !== undefined) return (path) => listed.has(path) || path === checksumsFile;
  const components = readComponents(folder);
  if (components === undefined || !existsSync(join(folder, "config.cfg"))) return () => false;
  return (path) => {
    const [name, ...rest] = path.split("/");
    if (ofRoot.test(path)) return true;
    if (rest.length === 0) return components.has(name.replace(/\.jsonl?$/, ""));
    return components.has(name) && ofComponent.test(rest.join("/"));
  };
}

/** Throws FS07 where files stand in a pipeline's place that no pipeline accounts for, FS08 where a file does. */
export function checkPipelineFolder(folder: string): void {
  checkReplaceable(folder, replaceablePipeline);
}

function readComponents(folder: string): ReadonlySet<string> | undefined {
  const path = join(folder, "meta.json");
  if (!existsSync(path)) return undefined;
  try {
    const { components = [], pipeline } = JSON.parse(readFileSync(path, "utf8")) as Record<string, unknown>;
    return Array.isArray(pipeline)
      ? new Set([...pipeline, ...(components as unknown[])].map(String))
      : undefined;
  } catch {
    return undefined;
  }
}
