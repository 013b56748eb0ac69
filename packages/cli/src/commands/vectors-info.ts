import type { Command } from "commander";
import type { CommandContext } from "../context";
import { formatTable } from "../io/table";
import { openVectors } from "../io/open-vectors";
import { addOption } from "../options";

const details = `
Examples:
  x vectors info out/vectors
  x vectors info out/model-best --json
`;

/** `x vectors info`: what the vectors of a folder are. */
export function addVectorsInfo(parent: Command, context: CommandContext): void {
  const command = parent
    .command("info")
    .description("Describe the vectors in a folder.")
    .argument("<folder>", "the output of x init vectors, or a pipeline")
    .addHelpText("after", details)
    .action(async (folder: string, { json = false }: { readonly json?: boolean }) => {
      const { vectors, vocab } = await openVectors(folder, context, { onDisk: true });
      const { floret, subwords } = vectors;
      const about = {
        name: vectors.name ?? null,
        mode: vectors.mode,
        rows: vectors.rows,
        width: vectors.width,
        keys: vectors.nKeys,
        attr: vectors.attr,
        numbers: vectors.table.dtype,
        megabytes: Number(
          ((vectors.size * (vectors.table.dtype === "float16" ? 2 : 4)) / 2 ** 20).toFixed(1),
        ),
        ...(floret === undefined ? {} : { ...floret }),
        ...(subwords === undefined
          ? {}
          : { "n-gram rows": subwords.table.rows, minn: subwords.minn, maxn: subwords.maxn }),
        "first words": [...vectors.entries()]
          .slice(0, 5)
          .map(([key]) => vocab.strings.find(key) ?? String(key)),
      };
      context.terminal.out(
        json
          ? `${JSON.stringify(about, undefined, 2)}\n`
          : formatTable(
              Object.entries(about).map(([key, value]) => [
                key,
                Array.isArray(value) ? value.join(" ") : String(value),
              ]),
            ),
      );
    });
  addOption(command, { flags: ["--json"], help: "print JSON" });
}
