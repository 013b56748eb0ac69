import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of templates: beside `dist` and `src` in the package. */
function templates(): string {
  const here = fileURLToPath(new URL(".", import.meta.url));
  return ["../templates", "../../templates"]
    .map((path) => join(here, path))
    .find((path) => existsSync(path))!;
}

/**
 * The files of a new plugin package, by their paths.
 *
 * @param options.name the package's name
 * @param options.version the version of our packages that it is made for
 */
export function pluginFiles({
  name,
  version,
}: {
  readonly name: string;
  readonly version: string;
}): Map<string, string> {
  const folder = join(templates(), "plugin");
  const files = new Map<string, string>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const target = path
      .slice(folder.length + 1)
      .replaceAll("\\", "/")
      .replace(/\.template$/, "")
      .replace(/^gitignore$/, ".gitignore");
    const text = readFileSync(path, "utf8")
      .replaceAll("__NAME__", name)
      .replaceAll("__PREFIX__", registeredPrefix(name))
      .replaceAll("__VERSION__", version);
    files.set(target, text);
  }
  return new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** What the registered names of a package begin with: `@acme/words` registers `acme-words.GatedEmbed.v1`. */
export function registeredPrefix(name: string): string {
  return name.replace(/^@/, "").replaceAll("/", "-");
}
