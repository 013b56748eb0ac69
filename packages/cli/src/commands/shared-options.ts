import { InvalidArgumentError, type Command } from "commander";
import { error } from "../errors";
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

/** `--gpu-id`: accepted, so that commands written for spaCy run; a GPU itself needs another runtime. */
export function gpuOption(command: Command): void {
  addOption(command, {
    flags: ["--gpu-id", "-g"],
    value: "id",
    help: "-1 for the CPU, the only device of this runtime",
    default: -1,
    parse: (value) => {
      const id = wholeNumber(-1)(value);
      if (id >= 0) throw error("L003", value);
      return id;
    },
  });
}

/** `--verbose`: more to read, and stacks with errors. */
export function verboseOption(command: Command): void {
  addOption(command, {
    flags: ["--verbose", "-V", "-VV"],
    help: "show details and, with an error, where it happened",
  });
}
