import { isXError } from "@x/core";
import { cleanUpOnSignals, explainSystemError } from "@x/core/files";
import { CommanderError } from "commander";
import type { CommandContext } from "./context";
import { brokenPipe, endWithOutput, isBrokenPipe } from "./io/interruptions";
import { createMessages } from "./io/messages";
import { printableTerminal } from "./io/printable-terminal";
import { processTerminal, type Terminal } from "./io/terminal";
import { environmentOverrides, takeOverrides } from "./overrides";
import { createProgram, findCommand, welcome } from "./program";
import { userFrames } from "./user-frames";
import { takesOverrides } from "./overridable";
import { rewriteAliases } from "./options";

/**
 * Runs one command line, without touching the process.
 *
 * @param argv the arguments after the program's name
 * @returns the exit code: 0 done, 1 error, 2 wrong usage, 128 and a signal's number: interrupted
 */
export async function run(argv: readonly string[], given: Terminal): Promise<number> {
  const terminal = printableTerminal(given);
  const messages = createMessages(terminal);
  const context: CommandContext = { terminal, messages, overrides: {}, exitCode: 0 };
  if (argv.length === 0) {
    terminal.out(welcome);
    return 0;
  }
  const program = createProgram(context);
  const verbose = argv.some((argument) => ["--verbose", "-V", "-VV"].includes(argument));
  try {
    const { command, depth } = findCommand(program, argv);
    let args = argv.slice(depth);
    if (takesOverrides(command)) {
      const taken = takeOverrides(args);
      args = taken.rest;
      context.overrides = { ...taken.overrides, ...environmentOverrides(terminal.env) };
    }
    await program.parseAsync([...argv.slice(0, depth), ...rewriteAliases(command, args)], { from: "user" });
    return context.exitCode;
  } catch (problem) {
    if (problem instanceof CommanderError) return problem.exitCode === 0 ? 0 : 2;
    if (isBrokenPipe(problem)) return brokenPipe.code;
    report(problem, { verbose, messages, terminal });
    return 1;
  }
}

/** A clear text for everyone, the stack for those who ask. */
function report(
  problem: unknown,
  {
    verbose,
    messages,
    terminal,
  }: { verbose: boolean; messages: CommandContext["messages"]; terminal: Terminal },
): void {
  const shown =
    explainSystemError(problem) ?? (problem instanceof Error ? problem : new Error(String(problem)));
  messages.fail(shown.message);
  for (let cause = shown.cause; cause instanceof Error; cause = cause.cause) {
    // Many messages quote their cause already.
    if (!shown.message.includes(cause.message)) terminal.err(`  because: ${cause.message}\n`);
  }
  for (const frame of userFrames(problem, terminal.cwd)) terminal.err(`  at ${frame}\n`);
  if (verbose) terminal.err(`${shown.stack ?? ""}\n`);
  else if (!isXError(shown))
    terminal.err("This is not one of the expected errors. --verbose shows where it happened.\n");
}

/** The `x` of this process. */
export async function main(): Promise<number> {
  cleanUpOnSignals();
  endWithOutput();
  return run(process.argv.slice(2), processTerminal());
}
