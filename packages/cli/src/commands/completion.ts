import type { Command } from "commander";
import type { CommandContext } from "../context";
import { completionScript, shells, type Shell } from "../create/completion";
import { describeProgram } from "../describe-commands";
import { errors } from "../errors";

const details = `
The script lists the commands of this version; regenerate it after an update.

Examples:
  x completion bash > ~/.local/share/bash-completion/completions/x
  x completion zsh > ~/.x-completion.zsh            then in ~/.zshrc: source ~/.x-completion.zsh
  x completion fish > ~/.config/fish/completions/x.fish
`;

/** `x completion`: lets a shell complete commands, options and values. */
export function addCompletion(parent: Command, { terminal }: CommandContext): void {
  parent
    .command("completion")
    .description("Print a script that lets your shell complete commands and options.")
    .argument("<shell>", shells.join(", "))
    .addHelpText("after", details)
    .action((shell: string) => {
      if (!shells.includes(shell as Shell)) throw errors.unknownShell(shell, shells);
      terminal.out(completionScript(shell as Shell, describeProgram(parent)));
    });
}
