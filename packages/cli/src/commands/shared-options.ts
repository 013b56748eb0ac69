import { InvalidArgumentError, type Command } from "commander";
import { addOption } from "../options";

/** Refuses what is no whole number from `minimum` on. */
export function wholeNumber(minimum: number): (value: string) => number {
  return (value) => {
    const number = Number(value);
    if (!Number.isInteger(number) || number < minimum) {
      throw new InvalidArgumentError(`Expected a whole number of at least ${minimum}.`);
    }
    return number;
  };
}

/** `--code`: a file of the user's that registers functions. */
export function codeOption(command: Command, extra: readonly string[] = []): void {
  addOption(command, {
    flags: ["--code", ...extra, "-c"],
    value: "file",
    help: "a .ts, .js or .mjs file to import first; it can register functions that the config names",
  });
}

/** `--gpu-id` and `--runtime`: what networks run on. */
export function gpuOption(command: Command): void {
  addOption(command, {
    flags: ["--gpu-id", "-g"],
    value: "id",
    help: "the GPU to use; -1 for the CPU",
    default: -1,
    parse: wholeNumber(-1),
  });
  addOption(command, {
    flags: ["--runtime"],
    value: "name",
    help: "the runtime for networks: onnxruntime (default if installed), reference, tfjs, tfjs:wasm ...",
  });
}

/** `--verbose`: more to read, and stacks with errors. */
export function verboseOption(command: Command): void {
  addOption(command, {
    flags: ["--verbose", "-V", "-VV"],
    help: "show details and, for errors, the stack trace",
  });
}
