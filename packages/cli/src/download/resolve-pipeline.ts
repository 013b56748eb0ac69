import { nearestNames } from "@x/core/spi";
import { parseSourceName, parseWheelName, sameName, type WheelName } from "@x/pipeline/files";
import { errors } from "../errors";
import { fetchText } from "./fetch-file";

/** Where spaCy's pipelines are published. */
const releases = "https://github.com/explosion/spacy-models/releases/download";
const compatibility = "https://raw.githubusercontent.com/explosion/spacy-models/master/compatibility.json";
/** The version of spaCy whose pipelines are read. */
const spacyMinor = "3.8";

export interface Source {
  readonly url: string;
  readonly sha256?: string;
}

export interface ResolveOptions {
  /** The argument is `name-version`; no table is asked. */
  readonly direct?: boolean;
  /** A source archive instead of a wheel. */
  readonly sdist?: boolean;
  /** Where the wheels and the table compatibility.json are, instead of spaCy's. */
  readonly url?: string;
  /** A simple package index, as pip takes; it gives checksums. */
  readonly index?: string;
}

/**
 * Where the wheel of a pipeline is.
 *
 * @throws L144 unknown name, L145 `--direct` without a version, L140, L141
 */
export async function resolvePipeline(name: string, options: ResolveOptions): Promise<Source> {
  if (/^https?:\/\//.test(name)) {
    checkVersion(name, wheelNameOf(name)?.version);
    return withHash(name);
  }
  const base = options.url?.replace(/\/+$/, "");
  if (options.index !== undefined) return await fromIndex(name, options.index, options.sdist);
  if (options.direct) {
    const found = /^(.+)-(\d[\w.]*)$/.exec(name);
    if (found === null) throw errors.missingVersion(name);
    checkVersion(found[1], found[2]);
    return archiveUrl(base ?? releases, { name: found[1], version: found[2], isSource: options.sdist });
  }
  const table = base === undefined ? compatibility : `${base}/compatibility.json`;
  const versions = readTable(await fetchText(table), table);
  const found = versions[name]?.[0];
  if (typeof found !== "string")
    throw errors.unknownPipeline(name, spacyMinor, nearestNames(name, Object.keys(versions)), table);
  return archiveUrl(base ?? releases, { name, version: found, isSource: options.sdist });
}

interface Archive {
  readonly name: string;
  readonly version: string;
  readonly isSource: boolean | undefined;
}

const archiveUrl = (base: string, { name, version, isSource }: Archive): Source => ({
  url: `${base}/${name}-${version}/${name}-${version}${isSource === true ? ".tar.gz" : "-py3-none-any.whl"}`,
});

/** A checksum may follow a `#`, as in links of an index. */
function withHash(url: string): Source {
  const [bare, fragment = ""] = url.split("#");
  const sha256 = /(?:^|&)sha256=([0-9a-fA-F]{64})/.exec(fragment)?.[1];
  return sha256 === undefined ? { url: bare } : { url: bare, sha256 };
}

/** What a wheel or a source archive is called by its file, the last part of its path or URL; undefined where that is no such name. */
export function wheelNameOf(pathOrUrl: string): WheelName | undefined {
  const file = /^https?:\/\//.test(pathOrUrl) ? new URL(pathOrUrl).pathname : pathOrUrl;
  const last = file.split(/[\\/]/).at(-1)!.replaceAll("%2B", "+");
  return parseWheelName(last) ?? parseSourceName(last);
}

/** spaCy's table: `{ spacy: { "3.8": { name: [versions, newest first] } } }`. */
function readTable(text: string, url: string): Record<string, unknown[] | undefined> {
  let table: { spacy?: Record<string, Record<string, unknown[]>> } | null;
  try {
    table = JSON.parse(text) as typeof table;
  } catch (cause) {
    throw errors.unreadableFile(url, `it is no JSON (${(cause as Error).message})`);
  }
  return Object.assign(Object.create(null), table?.spacy?.[spacyMinor]) as Record<string, unknown[]>;
}

/** What names that spaCy keeps on an index have as their version; nothing is in such a package. */
const placeholder = "999.9.9";

/** Refuses the version of empty packages. @throws L157 */
export function checkVersion(name: string, version: string | undefined): void {
  if (version === placeholder) throw errors.placeholder(name, placeholder);
}

/** The newest wheel, or where there is none source archive, of a page of a simple index (PEP 503). */
async function fromIndex(argument: string, index: string, isSource = false): Promise<Source> {
  const [, name, version] = /^([\w.-]+?)(?:-(\d[\w.]*))?$/.exec(argument) ?? [undefined, argument, undefined];
  checkVersion(name, version);
  const page = `${index.replace(/\/+$/, "")}/${name.toLowerCase().replace(/[-_.]+/g, "-")}/`;
  const links = [...(await fetchText(page)).matchAll(/href="([^"]+\.(?:whl|tar\.gz)(?:#[^"]*)?)"/g)]
    .map(([, href]) => href.replaceAll("&amp;", "&"))
    .filter((href) => URL.canParse(href, page))
    .map((href) => new URL(href, page).href);
  const archives = links.flatMap((href) => {
    const found = wheelNameOf(href);
    // A page of one name that links to another is no reason to install that.
    return found !== undefined && sameName(found.name, name)
      ? [{ href, version: found.version ?? "", isWheel: new URL(href).pathname.endsWith(".whl") }]
      : [];
  });
  const full = archives.filter((archive) => archive.version !== placeholder);
  if (full.length === 0 && archives.length > 0) checkVersion(name, placeholder);
  const fitting = full
    .filter(({ isWheel }) => !isSource || !isWheel)
    .filter((archive) => version === undefined || archive.version === version)
    .sort(
      (a, b) =>
        a.version.localeCompare(b.version, undefined, { numeric: true }) ||
        Number(a.isWheel) - Number(b.isWheel),
    );
  // spaCy's pipelines have its version; those of others have one of their own.
  const newest =
    fitting.findLast((archive) => archive.version.startsWith(`${spacyMinor}.`)) ?? fitting.at(-1);
  if (newest === undefined) throw errors.unknownPipeline(argument, spacyMinor, [], page);
  return withHash(newest.href);
}
