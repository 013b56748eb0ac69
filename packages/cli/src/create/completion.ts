import type { CommandDescription } from "../describe-commands";

/** The shells that there is a completion for. */
export const shells = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof shells)[number];

/** What can stand behind each beginning of a command: the words of groups, and options. */
function words(commands: readonly CommandDescription[]): Map<string, string[]> {
  const after = new Map<string, string[]>();
  const add = (path: readonly string[], word: string) => {
    const key = path.join(" ");
    const list = after.get(key) ?? [];
    after.set(key, list);
    if (!list.includes(word)) list.push(word);
  };
  for (const { path, options } of commands) {
    path.forEach((word, i) => add(path.slice(0, i), word));
    for (const { names } of options) for (const name of names) if (name.startsWith("--")) add(path, name);
    add(path, "--help");
  }
  return after;
}

/** The values that options with a fixed set of them take. */
function choices(
  commands: readonly CommandDescription[],
): { path: string; names: readonly string[]; values: string }[] {
  return commands.flatMap(({ path, options }) =>
    options.flatMap(({ names, choices }) =>
      choices === undefined ? [] : [{ path: path.join(" "), names, values: choices.join(" ") }],
    ),
  );
}

/** The script that a shell loads to complete commands, options and their values, and files elsewhere. */
export function completionScript(shell: Shell, commands: readonly CommandDescription[]): string {
  return shell === "fish" ? fish(commands) : shell === "zsh" ? zsh(commands) : bash(commands);
}

function bash(commands: readonly CommandDescription[]): string {
  const groups = [...words(commands)].map(([path, list]) => `    "${path}") words="${list.join(" ")}" ;;`);
  const values = choices(commands).map(
    ({ path, names, values }) =>
      `    ${names.map((name) => `"${path} ${name}"`).join("|")}) words="${values}" ;;`,
  );
  return `# Completion of x for bash. Load it with: source <(x completion bash)
_x() {
  local current="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" path="" words="" i
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "\${COMP_WORDS[i]}" in
      -*) break ;;
      *) if [ \${#path} -eq 0 ]; then path="\${COMP_WORDS[i]}"; elif [ $i -eq 2 ]; then path="$path \${COMP_WORDS[i]}"; fi ;;
    esac
  done
  _x_words "$path"
  if [ -z "$words" ] && [ "$path" != "\${path% *}" ]; then path="\${path% *}"; _x_words "$path"; fi
  case "$path $before" in
${values.join("\n")}
    *) [[ "$current" == -* || $COMP_CWORD -eq 1 || "$words" != *--* ]] || words="" ;;
  esac
  if [ -n "$words" ]; then COMPREPLY=($(compgen -W "$words" -- "$current")); else COMPREPLY=($(compgen -f -- "$current")); fi
}
_x_words() {
  case "$1" in
${groups.join("\n")}
    *) words="" ;;
  esac
}
complete -o filenames -F _x x
`;
}

/** zsh runs the script of bash. */
function zsh(commands: readonly CommandDescription[]): string {
  const script = bash(commands).replace(
    "# Completion of x for bash. Load it with: source <(x completion bash)",
    "# Completion of x for zsh. Load it with: source <(x completion zsh)\nautoload -U +X compinit && compinit\nautoload -U +X bashcompinit && bashcompinit",
  );
  return script;
}

function fish(commands: readonly CommandDescription[]): string {
  const lines = ["# Completion of x for fish. Load it with: x completion fish | source", "complete -c x -e"];
  const quote = (text: string) => `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
  const groups = new Map<string, string>();
  for (const { path, summary } of commands) groups.set(path[0], path.length === 1 ? summary : "");
  const first = `not __fish_seen_subcommand_from ${[...groups.keys()].join(" ")}`;
  for (const [word, summary] of groups)
    lines.push(`complete -c x -n ${quote(first)} -f -a ${word} -d ${quote(summary)}`);
  for (const { path, summary, options } of commands) {
    const seen = path.map((word) => `__fish_seen_subcommand_from ${word}`).join("; and ");
    if (path.length > 1) {
      const siblings = commands.filter((each) => each.path[0] === path[0]).map((each) => each.path[1]);
      const open = `__fish_seen_subcommand_from ${path[0]}; and not __fish_seen_subcommand_from ${siblings.join(" ")}`;
      lines.push(`complete -c x -n ${quote(open)} -f -a ${path[1]} -d ${quote(summary)}`);
    }
    for (const { names, value, help, choices } of options) {
      const flags = names.map((name) => (name.startsWith("--") ? `-l ${name.slice(2)}` : name.length === 2 ? `-s ${name[1]}` : `-o ${name.slice(1)}`)); // prettier-ignore
      const takes = choices ? ` -x -a ${quote(choices.join(" "))}` : value === undefined ? "" : " -r";
      lines.push(`complete -c x -n ${quote(seen)} ${flags.join(" ")}${takes} -d ${quote(help)}`);
    }
  }
  return `${lines.join("\n")}\n`;
}
