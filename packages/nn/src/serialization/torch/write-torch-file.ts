import { zipSync, type Zippable } from "fflate/browser";
import { writePickle, type TorchValue } from "./pickle-writer";

/** Where `torch.load` wants the numbers of a storage to begin, so that it can map the file. */
const ALIGNMENT = 64;
/** The id of the extra field that PyTorch pads with. */
const PADDING = 0x4246;

/**
 * Writes a file that `torch.load(..., weights_only=True)` opens: what `torch.save` writes since PyTorch 1.6.
 *
 * @param value a `Map` of tensors (a state_dict), or plain data with tensors in it. Throws NN464 for anything else.
 */
export function writeTorchFile(value: TorchValue): Uint8Array {
  const { bytes, tensors } = writePickle(value);
  const text = (content: string) => new TextEncoder().encode(content);
  const entries: [string, Uint8Array][] = [
    ["data.pkl", bytes],
    [".format_version", text("1")],
    [".storage_alignment", text(String(ALIGNMENT))],
    ["byteorder", text("little")],
    ...tensors.map(
      ({ data }, i) =>
        [`data/${i}`, new Uint8Array(data.buffer, data.byteOffset, data.byteLength)] as [string, Uint8Array],
    ),
    ["version", text("3\n")],
  ];
  const files: Zippable = {};
  // A fixed time: the same weights give the same bytes.
  const mtime = new Date(1980, 0, 1);
  let at = 0;
  for (const [name, content] of entries) {
    const path = `archive/${name}`;
    const start = at + 30 + path.length + 4;
    const padding = (ALIGNMENT - (start % ALIGNMENT)) % ALIGNMENT;
    files[path] = [content, { level: 0, mtime, extra: { [PADDING]: new Uint8Array(padding).fill(0x5a) } }];
    at = start + padding + content.length;
  }
  return zipSync(files);
}
