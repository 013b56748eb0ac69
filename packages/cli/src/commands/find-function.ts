import { registry, type RegistryKind } from "@x/core";
import { nearestNames, registryKinds } from "@x/core/spi";
import type { Command } from "commander";
import type { CommandContext } from "../context";
import { describeArguments } from "../describe-arguments";
import { errors } from "../errors";
import { formatTable } from "../io/table";
import { addOption } from "../options";
import { usePackages } from "../packages";
import { codeOption } from "./shared-options";

interface FindFunctionOptions {
  readonly registry?: string;
  readonly code?: string;
}

const details = `
Examples:
  x find-function spacy.Tok2Vec.v2
  x find-function my.Encoder.v1 --registry architectures --code ./my-layers.ts
`;

/** `x find-function`: where a registered name comes from and what it takes. */
export function addFindFunction(parent: Command, context: CommandContext): void {
  const command = parent
    .command("find-function")
    .description("Find the package of a registered function, and its arguments.")
    .argument("<name>", "the name, as in a config")
    .addHelpText("after", details)
    .action((name: string, options: FindFunctionOptions) => runFindFunction(context, name, options));
  addOption(command, {
    flags: ["--registry", "-r"],
    value: "name",
    help: "the registry to search; default: all",
    choices: registryKinds,
  });
  codeOption(command);
}

async function runFindFunction(
  context: CommandContext,
  name: string,
  options: FindFunctionOptions,
): Promise<void> {
  const { terminal, messages } = context;
  await usePackages(context, options);
  const kinds = options.registry === undefined ? registryKinds : [options.registry as RegistryKind];
  const found = kinds.filter((kind) => registry.has(kind, name));
  if (found.length === 0) {
    const known = kinds.flatMap((kind) => registry.names(kind));
    throw errors.unknownFunction(name, options.registry ?? "any registry", nearestNames(name, known));
  }
  for (const kind of found) {
    const registration = registry.get(kind, name);
    messages.good(`${name} in @${kind}, of ${registry.providerOf(kind, name) ?? "this process"}`);
    if (registration.summary !== undefined) terminal.out(`${registration.summary}\n`);
    const rows = describeArguments(registration.schema);
    if (rows.length > 0)
      terminal.out(
        formatTable(
          rows.map(({ name: key, type, fallback }) => [key, type, fallback ?? "(required)"]),
          { head: ["argument", "type", "default"] },
        ),
      );
  }
}
