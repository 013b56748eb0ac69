import { isGzip, isPathInside, readTarGz, readZip, type ArchiveLimits } from "@x/core/files";
import { errors } from "../errors";
import type { FileTree } from "../language/storage/file-tree";

/** A pipeline in a wheel or a source archive of Python's. */
export interface Wheel {
  /** The name of the package, for example `en_core_web_sm`. */
  readonly name: string;
  readonly version: string;
  /** The files of the pipeline itself: config, tokenizer, weights. */
  readonly files: FileTree;
  /** What the wheel says its files hash to: path in the wheel -> SHA-256 in base64url. Undefined where it has no RECORD. */
  readonly hashes: ReadonlyMap<string, string> | undefined;
  /** All files, by their path in the wheel. */
  readonly all: FileTree;
}

/**
 * Reads a wheel in memory, or a source archive (`.tar.gz`), what `spacy package` makes by default.
 *
 * @param shown how errors name it
 * @param options `limits`: what it may unpack to (default: see `ArchiveLimits`)
 * @throws P420 no zip, a damaged one, or more than the limits; P421 a path outside or a link; P422 no pipeline
 */
export function readWheel(
  bytes: Uint8Array,
  shown: string,
  options: { readonly limits?: ArchiveLimits } = {},
): Wheel {
  const all = unzip(bytes, shown, options.limits);
  const metaPaths = [...all.keys()].filter((path) => /^[^/]+\/meta\.json$/.test(path));
  const name = metaPaths[0]?.split("/")[0];
  const meta = metaPaths.length === 1 ? parse(all.get(metaPaths[0])!) : undefined;
  const version = typeof meta?.version === "string" ? meta.version : undefined;
  // As spaCy finds it; the package may be called otherwise.
  const own = `${name}/${String(meta?.lang)}_${String(meta?.name)}-${version}/`;
  const below = (prefix: string) => [...all.keys()].filter((path) => path.startsWith(prefix));
  const prefix = below(own).length > 0 ? own : `${name}/${name}-${version}/`;
  const paths = below(prefix);
  // The name becomes a folder, and Python's packages have none but these.
  if (!/^[A-Za-z]\w{0,99}$/.test(name ?? "") || version === undefined || paths.length === 0)
    throw errors.wheelWithoutPipeline(shown, [...new Set([...all.keys()].map((path) => path.split("/")[0]))]);
  const files = new Map(paths.map((path) => [path.slice(prefix.length), all.get(path)!]));
  return { name, version, files, hashes: recordedHashes(all), all };
}

function unzip(bytes: Uint8Array, shown: string, limits: ArchiveLimits | undefined): FileTree {
  const fail = (problem: string) => errors.unreadableWheel(shown, bytes.length, problem);
  const isSource = isGzip(bytes);
  const entries = isSource ? readTarGz(bytes, { fail, limits }) : readZip(bytes, { fail, limits });
  for (const [path, { isLink }] of entries)
    if (isLink || !isPathInside(path)) throw errors.unsafeWheelPath(shown, path);
  // All of a source archive is in one folder, NAME-VERSION.
  const inside = (path: string) => (isSource ? path.slice(path.indexOf("/") + 1) : path);
  return new Map([...entries].map(([path, entry]) => [inside(path), entry.read()]));
}

function parse(bytes: Uint8Array): Record<string, unknown> | undefined {
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

const recordPath = /^[^/]+\.dist-info\/RECORD$/;

function recordedHashes(all: FileTree): Map<string, string> | undefined {
  const record = [...all.keys()].find((path) => recordPath.test(path));
  if (record === undefined) return undefined;
  const hashes = new Map<string, string>();
  for (const line of new TextDecoder().decode(all.get(record)).split("\n")) {
    const found = /^(.+),sha256=([\w-]+),\d*\r?$/.exec(line);
    if (found !== null) hashes.set(found[1].replace(/^"(.*)"$/, "$1"), found[2]);
  }
  return hashes;
}

/** The files that a RECORD must vouch for: all but itself and its signatures. */
export function recordedFiles({ all }: Pick<Wheel, "all">): string[] {
  return [...all.keys()].filter((path) => !/^[^/]+\.dist-info\/RECORD(?:\.jws|\.p7s)?$/.test(path));
}
