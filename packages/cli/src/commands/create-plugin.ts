import { writeFileSafely } from "@x/core/files";
import type { Command } from "commander";
import { existsSync, readdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { CommandContext } from "../context";
import { pluginFiles, registeredPrefix } from "../create/plugin-files";
import { errors } from "../errors";
import { version } from "../../package.json";

const details = `
The package contains an architecture, a layer and a span getter with their settings, a config that uses them, tests, and the field
"x" in package.json, by which it is found once it is installed beside @x/cli.

Examples:
  x create plugin my-embeddings
  x create plugin @acme/embeddings packages/embeddings
`;

/** `x create plugin`: a package of one's own. */
export function addCreatePlugin(parent: Command, context: CommandContext): void {
  parent
    .command("plugin")
    .description("Create a package with your own architecture, layer and span getter.")
    .argument("<name>", "the npm name of the package")
    .argument("[folder]", "the output folder; default: the package's name")
    .addHelpText("after", details)
    .action((name: string, folder: string | undefined) => runCreatePlugin(context, name, folder));
}

async function runCreatePlugin(
  { terminal, messages }: CommandContext,
  name: string,
  folder: string | undefined,
): Promise<void> {
  if (!/^(@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/.test(name) || name.length > 214)
    throw errors.wrongPackageName(name);
  if (name.startsWith("@x/"))
    throw errors.packageNameTaken(name, "the scope @x is that of the packages here");
  const taken = installed(name, terminal.cwd);
  if (taken !== undefined)
    throw errors.packageNameTaken(name, `a package of that name is installed in ${taken}`);
  const shown = folder ?? name.replace(/^.*\//, "");
  const target = resolve(terminal.cwd, shown);
  if (existsSync(target) && readdirSync(target).length > 0) throw errors.folderNotEmpty(shown);
  for (const [path, text] of pluginFiles({ name, version })) {
    writeFileSafely(join(target, path), text);
  }
  messages.good(`${name} is in ${shown}; it registers ${registeredPrefix(name)}.GatedEmbed.v1 and two more`);
  messages.info(`Next: cd ${shown} && npm install && npm test`);
}

/** Where a package of that name is installed for the current folder, if one is. */
function installed(name: string, folder: string): string | undefined {
  const path = join(folder, "node_modules", name);
  if (existsSync(path)) return path;
  const parent = dirname(folder);
  return parent === folder ? undefined : installed(name, parent);
}
