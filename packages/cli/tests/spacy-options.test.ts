import { expect, test } from "vitest";
import { createProgram, findCommand } from "../src/program";
import { optionNames } from "../src/options";
import { createMessages } from "../src/io/messages";
import { fakeTerminal } from "./fake-terminal";

/** The options of spaCy 3.8's commands, with all their names. */
const options: Readonly<Record<string, string>> = {
  download: "--direct -d -D --sdist -S --url -U",
  apply: "--code -c --text-key -tk --force -F --gpu-id -g --batch-size -b --n-process -n",
  assemble: "--code -c --verbose -V -VV",
  convert:
    "--file-type -t --n-sents -n --seg-sents -s --model --base -b --morphology -m --merge-subtokens -T --converter -c --ner-map -nm --lang -l --concatenate -C",
  "debug-data": "--code-path --code -c --ignore-warnings -IW --verbose -V --no-format -NF",
  evaluate:
    "--output -o --code -c --gpu-id -g --gold-preproc -G --displacy-path -dp --displacy-limit -dl --per-component -P --spans-key -sk",
  "find-function": "--registry -r",
  "find-threshold": "--n_trials -n --code -c --gpu-id -g --gold-preproc -G --verbose -V -VV",
  info: "--markdown -md --silent -s -S --exclude -e --url -u",
  package:
    "--code -c --meta-path --meta -m --create-meta -C --name -n --version -v --build -b --force -f -F --require-parent -R --no-require-parent",
  pretrain: "--code -c --resume-path -r --epoch-resume -er --gpu-id -g --skip-last -L",
  train: "--output --output-path -o --code -c --verbose -V -VV --gpu-id -g",
  "debug config": "--code-path --code -c --show-functions -F --show-variables -V",
  "debug data": "--code-path --code -c --ignore-warnings -IW --verbose -V --no-format -NF",
  "debug diff-config": "--compare-to --optimize -o --gpu -G --pretraining --pt --markdown -md",
  "debug model":
    "--layers -l --dimensions -DIM --parameters -PAR --gradients -GRAD --attributes -ATTR --print-step0 -P0 --print-step1 -P1 --print-step2 -P2 --print-step3 -P3 --gpu-id -g",
  "benchmark speed": "--batch-size -b --no-shuffle --gpu-id -g --batches --warmup -w --code -c",
  "benchmark accuracy":
    "--output -o --code -c --gpu-id -g --gold-preproc -G --displacy-path -dp --displacy-limit -dl --per-component -P --spans-key -sk",
  "init config": "--lang -l --pipeline -p --optimize -o --gpu -G --pretraining -pt --force -F",
  "init fill-config": "--pretraining -pt --diff -D --code-path --code -c",
  "init vectors":
    "--prune -p --truncate -t --mode -m --name -n --verbose -V -VV --lexemes-jsonl -j --attr -a",
  "init nlp": "--code -c --verbose -V -VV --gpu-id -g",
  "init labels": "--code -c --verbose -V -VV --gpu-id -g",
};

/** Options that are not here, and why. */
const without: Readonly<Record<string, string>> = {
  "info --url": "an address on GitHub",
  "info -u": "the same",
  "package --create-meta": "asks for every field; give them as options",
  "package -C": "the same",
  "package --require-parent": "whether a package of Python needs spaCy",
  "package -R": "the same",
  "package --no-require-parent": "the same",
};

const terminal = fakeTerminal("/");
const program = createProgram({ terminal, messages: createMessages(terminal), overrides: {}, exitCode: 0 });

test.each(Object.entries(options))("%s takes spaCy's options under all of their names", (name, flags) => {
  const path = name.split(" ");
  const { command, depth } = findCommand(program, path);
  expect(depth).toBe(path.length);
  const known = new Set(command.options.flatMap((option) => optionNames(option)));
  const missing = flags.split(" ").filter((flag) => flag !== "" && !known.has(flag));
  expect(missing.filter((flag) => without[`${name} ${flag}`] === undefined)).toEqual([]);
  // What is excused is really missing.
  const excused = Object.keys(without).filter((entry) => entry.startsWith(`${name} -`));
  expect(excused.filter((entry) => known.has(entry.slice(name.length + 1)))).toEqual([]);
});
