import { registry as processRegistry, type Registry } from "@x/core";
import { tableOf } from "@x/core/spi";
import { errors } from "../errors";
import { defaultRuntime } from "./default-runtime";
import { onnxRuntime } from "./onnxruntime/onnx-runtime";
import { referenceRuntime } from "./reference/reference-runtime";
import type { Runtime } from "./runtime";

/** One for all networks, so that their sessions share its threads. */
let shared: Runtime | undefined;

/** The runtime of every network that was not given one: what `useRuntime` chose, else the default. */
export function sharedRuntime(): Runtime {
  return (shared ??= defaultRuntime());
}

/**
 * Chooses the runtime for all networks of the process that were not given one; programs are recompiled where they ran on another.
 *
 * @param runtime a runtime, or the name of a registered one ("onnxruntime", "reference", "tfjs"), with its backend behind a colon ("tfjs:wasm"); undefined: the default again
 * @param options `registry`: where names are looked up; all else goes to the named runtime, such as `backend` or `threads`
 * Throws RG01 for an unknown name, with the package to install, NN212 for a setting that the runtime does not take.
 */
export function useRuntime(
  runtime: Runtime | string | undefined,
  options: { readonly registry?: Registry; readonly [setting: string]: unknown } = {},
): Runtime {
  shared = typeof runtime === "string" ? createRuntime(runtime, options) : runtime;
  return sharedRuntime();
}

/** Makes a registered runtime by its name; options as for `useRuntime`. */
export function createRuntime(
  name: string,
  options: { readonly registry?: Registry; readonly [setting: string]: unknown } = {},
): Runtime {
  const { registry = processRegistry, ...settings } = options;
  registry.use(tableOf("@x/nn", [defaultRuntime, onnxRuntime, referenceRuntime]));
  const [kind, backend] = name.split(":", 2);
  const { schema, create } = registry.get("runtimes", kind);
  const parsed = schema.safeParse(backend === undefined ? settings : { ...settings, backend });
  if (!parsed.success)
    throw errors.cannotMakeRuntime(name, parsed.error.issues.map((issue) => issue.message).join("; "));
  return create(parsed.data) as Runtime;
}

const ids = new WeakMap<Runtime, number>();
let nextId = 0;

/** Tells runtimes apart in the keys of programs. */
export function runtimeKey(runtime: Runtime): string {
  let id = ids.get(runtime);
  if (id === undefined) ids.set(runtime, (id = nextId++));
  return `@${id}`;
}
