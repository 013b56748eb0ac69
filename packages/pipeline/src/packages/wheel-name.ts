/** What the name of a wheel's file says about its content. */
export interface WheelName {
  readonly name: string;
  /** Undefined where the file says `any`, as those on Hugging Face's hub do. */
  readonly version: string | undefined;
}

/** Reads `NAME-VERSION(-BUILD)-PYTHON-ABI-PLATFORM.whl` (PEP 427); undefined for other names. */
export function parseWheelName(file: string): WheelName | undefined {
  const found = /^(\w[\w.]*)-([\w.+!]+)(?:-\d[\w.]*)?-[\w.]+-[\w.]+-[\w.]+\.whl$/.exec(file);
  if (found === null) return undefined;
  const [, name, version] = found;
  return { name, version: version === "any" ? undefined : version };
}

/** Reads `NAME-VERSION.tar.gz`, what a source archive is called; undefined for other names. */
export function parseSourceName(file: string): WheelName | undefined {
  const found = /^(\w[\w.-]*)-(\d[\w.+!]*)\.tar\.gz$/.exec(file);
  return found === null ? undefined : { name: found[1], version: found[2] };
}

/** Whether a path is that of a wheel or of a source archive. */
export function isArchive(path: string): boolean {
  return path.endsWith(".whl") || path.endsWith(".tar.gz");
}

/** Names that Python's tools take for the same (PEP 503). */
export function sameName(a: string, b: string): boolean {
  const normal = (name: string) => name.toLowerCase().replace(/[-_.]+/g, "-");
  return normal(a) === normal(b);
}

const words: Readonly<Record<string, string>> = {
  alpha: "a",
  beta: "b",
  c: "rc",
  pre: "rc",
  preview: "rc",
  rev: "post",
  r: "post",
};

/** Versions that Python's tools take for the same (PEP 440): `1.0.0-rc.1` is written `1.0.0rc1` in a wheel's name. */
export function sameVersion(a: string, b: string): boolean {
  const normal = (version: string) =>
    version
      .toLowerCase()
      .replace(/^v/, "")
      .replace(/[a-z]+/g, (word) => words[word] ?? word)
      .replace(/[-_.+]*([a-z]+)[-_.]*/g, "$1")
      .replaceAll(/[-_+]/g, ".")
      .replace(/^([\d!.]*?)(?:\.0)+(?=[a-z]|$)/, "$1");
  return normal(a) === normal(b);
}
