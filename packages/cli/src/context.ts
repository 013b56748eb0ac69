import type { Messages } from "./io/messages";
import type { Terminal } from "./io/terminal";
import type { ConfigObject } from "@x/core";

/** What every command gets. */
export interface CommandContext {
  readonly terminal: Terminal;
  readonly messages: Messages;
  /** Settings of the config from the command line and the environment; the latter win. */
  overrides: ConfigObject;
  /** What the process answers with: 0 done, 1 error, 2 wrong usage, 128 and a signal's number: interrupted. */
  exitCode: number;
}
