import { registry, type WarningHandler } from "@x/core";
import { load } from "@x/pipeline";
import type { LoadSource } from "@x/pipeline/spi";
import type { CommandContext } from "../context";

/** What every command builds the pipeline of a config with: all that is registered, and a way for warnings. */
export function buildOptions(context: Pick<CommandContext, "messages">): {
  readonly registry: typeof registry;
  readonly loadSource: LoadSource;
  readonly anyLanguage: boolean;
  readonly onWarning: WarningHandler;
} {
  return {
    registry,
    // Everything is registered already, so nothing is discovered a second time.
    loadSource: (source, shared) => load(source, { ...shared, packages: [] }),
    anyLanguage: true,
    onWarning: showWarnings(context),
  };
}

/** Shows what the libraries warn of; the same sentence is said once. */
export function showWarnings({ messages }: Pick<CommandContext, "messages">): WarningHandler {
  const said = new Set<string>();
  return ({ message }) => {
    if (said.has(message)) return;
    said.add(message);
    messages.warn(message);
  };
}
