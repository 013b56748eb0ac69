import { registry, type Config } from "@x/core";
import { requireGpu, useRuntime } from "@x/nn";
import { setGpuAllocator } from "@x/nn/runtime";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { CommandContext } from "./context";
import type { Terminal } from "./io/terminal";
import { projectFolder } from "./packages";

/** `--runtime` and `--gpu-id`. */
export interface DeviceOptions {
  readonly runtime?: string;
  readonly gpuId?: number;
}

/** Packages with runtimes that are found without being listed in the project's package.json. */
const packages: Readonly<Record<string, string>> = { tfjs: "@x/tfjs" };

/**
 * Chooses what networks run on, starts it, so that what is missing is said before any work is done, and reports it.
 *
 * @param settings `config`: its [system] runtime counts where the command line names none, its gpu_allocator is checked
 */
export async function chooseRuntime(
  { terminal, messages }: Pick<CommandContext, "terminal" | "messages">,
  { runtime, gpuId = -1 }: DeviceOptions,
  settings: { readonly config?: Config } = {},
): Promise<void> {
  const system = settings.config?.interpolate().get("system") as Record<string, unknown> | undefined;
  setGpuAllocator((system?.gpu_allocator as string | null | undefined) ?? null);
  const name = runtime ?? (system?.runtime as string | null | undefined) ?? undefined;
  const kind = name?.split(":", 1)[0];
  if (kind !== undefined || gpuId >= 0) await registerRuntime(kind ?? "tfjs", terminal);
  if (gpuId >= 0) {
    const { device } = await requireGpu({ id: gpuId, runtime: kind });
    messages.info(`Computing on ${device}`);
    return;
  }
  const chosen = useRuntime(name);
  // Training needs it anyway: a missing one is said before the work begins.
  if (name === undefined) {
    if (settings.config !== undefined) await chosen.describe?.();
    return;
  }
  const description = await chosen.describe?.();
  messages.info(`Runtime ${name}: ${description?.text ?? chosen.name}`);
}

/** Registers what a well-known package brings, where it is installed in the user's project or beside this command. */
export async function registerRuntime(name: string, terminal: Pick<Terminal, "cwd" | "env">): Promise<void> {
  const packageName = packages[name];
  if (packageName === undefined || registry.has("runtimes", name)) return;
  const folder = projectFolder(terminal);
  for (const from of [...(folder === undefined ? [] : [join(folder, "package.json")]), import.meta.url])
    try {
      const path = createRequire(from).resolve(`${packageName}/package.json`);
      const { registrations } = await importBeside(path);
      registry.use(registrations);
      return;
    } catch (cause) {
      const { code } = cause as { code?: string };
      if (code !== "MODULE_NOT_FOUND" && code !== "ERR_MODULE_NOT_FOUND") throw cause;
    }
}

/** From source, the package's source too, so that there is one copy of each module. */
async function importBeside(manifest: string) {
  const fromSource = import.meta.url.endsWith(".ts");
  const entry = fromSource ? "src/index.ts" : "dist/index.js";
  return import(/* @vite-ignore */ pathToFileURL(join(manifest, "..", entry)).href);
}
