import { unzipSync } from "fflate";
import { error } from "../errors";
import type { FileTree } from "../language/file-tree";

/** A pipeline in a wheel of Python's. */
export interface Wheel {
  /** The name of the package, for example `en_core_web_sm`. */
  readonly name: string;
  readonly version: string;
  /** The files of the pipeline itself: config, tokenizer, weights. */
  readonly files: FileTree;
  /** What the wheel says its files hash to: path in the wheel -> SHA-256 in base64url. */
  readonly hashes: ReadonlyMap<string, string>;
  /** All files, by their path in the wheel. */
  readonly all: FileTree;
}

/** More than any pipeline needs: what claims to be larger is not unpacked. */
const maxBytes = 8 * 2 ** 30;

/**
 * Reads a wheel in memory.
 *
 * @param shown how errors name it
 * @throws P420 no zip or a damaged one, P421 a path outside, P422 no pipeline
 */
export function readWheel(bytes: Uint8Array, shown: string): Wheel {
  const all = unzip(bytes, shown);
  const metaPath = [...all.keys()].find((path) => /^[^/]+\/meta\.json$/.test(path));
  const name = metaPath?.split("/")[0];
  const meta = metaPath === undefined ? undefined : parse(all.get(metaPath)!);
  const version = typeof meta?.version === "string" ? meta.version : undefined;
  const prefix = `${name}/${name}-${version}/`;
  const paths = [...all.keys()].filter((path) => path.startsWith(prefix));
  if (name === undefined || version === undefined || paths.length === 0)
    throw error("P422", shown, [...new Set([...all.keys()].map((path) => path.split("/")[0]))]);
  const files = new Map(paths.map((path) => [path.slice(prefix.length), all.get(path)!]));
  return { name, version, files, hashes: recordedHashes(all), all };
}

function unzip(bytes: Uint8Array, shown: string): FileTree {
  let total = 0;
  let unpacked: Record<string, Uint8Array>;
  const paths: string[] = [];
  try {
    unpacked = unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        paths.push(name);
        total += originalSize;
        return isSafe(name) && total <= maxBytes && !name.endsWith("/");
      },
    });
  } catch (cause) {
    const failure = error("P420", shown, bytes.length, String((cause as Error).message));
    failure.cause = cause;
    throw failure;
  }
  const unsafe = paths.find((path) => !isSafe(path));
  if (unsafe !== undefined) throw error("P421", shown, unsafe);
  if (total > maxBytes) throw error("P420", shown, bytes.length, `it would unpack to ${total} bytes`);
  return new Map(Object.entries(unpacked));
}

/** Whether a path stays inside of the folder that it is joined to, on every system. */
function isSafe(path: string): boolean {
  if (path === "" || path.startsWith("/") || path.includes("\\") || path.includes("\0") || path.includes(":"))
    return false;
  return !path.split("/").includes("..");
}

function parse(bytes: Uint8Array): Record<string, unknown> | undefined {
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

function recordedHashes(all: FileTree): Map<string, string> {
  const record = [...all.keys()].find((path) => /^[^/]+\.dist-info\/RECORD$/.test(path));
  const hashes = new Map<string, string>();
  if (record === undefined) return hashes;
  for (const line of new TextDecoder().decode(all.get(record)).split("\n")) {
    const found = /^(.+),sha256=([\w-]+),\d*\r?$/.exec(line);
    if (found !== null) hashes.set(found[1].replace(/^"(.*)"$/, "$1"), found[2]);
  }
  return hashes;
}
