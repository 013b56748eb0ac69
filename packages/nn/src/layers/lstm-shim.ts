import { packMsgpack, unpackMsgpack } from "@x/core/spi";
import { errors } from "../errors";
import { sizeOf, type Tensor } from "../graph/tensor";
import { Param } from "../model/param";
import type { Shim } from "../model/shim";
import { floatTensor } from "../model/values";
import { readTorchFile } from "../serialization/torch/read-torch-file";
import { writeTorchFile } from "../serialization/torch/write-torch-file";

/** The weights of an LSTM by PyTorch's names, stored as thinc stores a module of PyTorch's: a `state_dict` as `torch.save` writes it. */
export class LstmShim implements Shim {
  readonly params: ReadonlyMap<string, Param>;

  /** @param shapes in PyTorch's order; all weights are zero at first */
  constructor(shapes: ReadonlyMap<string, readonly number[]>) {
    this.params = new Map([...shapes].map(([name, shape]) => [name, new Param(shape)]));
  }

  of(name: string): Param {
    const param = this.params.get(name);
    if (param === undefined) throw errors.paramNotSet(name, "pytorch", this.params.keys());
    return param;
  }

  toBytes(): Uint8Array {
    const state = new Map(
      [...this.params].map(([name, { shape, data }]) => [name, floatTensor(shape, data)]),
    );
    return packMsgpack({ config: {}, state: writeTorchFile(state) });
  }

  /** Throws NN412 where names, shapes or numbers are others than those of the layer, NN461 and NN463 for damaged files. */
  fromBytes(bytes: Uint8Array): void {
    const { state } = (unpackMsgpack(bytes) ?? {}) as { readonly state?: unknown };
    if (!(state instanceof Uint8Array)) throw errors.notANetwork("an LSTM without a state");
    const tensors = readTorchFile(state, { name: "the LSTM's state" });
    for (const [name, { shape }] of this.params) check(name, shape, tensors.get(name));
    for (const [name, param] of this.params) param.write(tensors.get(name)?.data as Float32Array);
  }

  copy(): LstmShim {
    const copy = new LstmShim(new Map([...this.params].map(([name, { shape }]) => [name, shape])));
    for (const [name, param] of this.params) copy.of(name).write(param.data);
    return copy;
  }
}

function check(name: string, shape: readonly number[], found: Tensor | undefined): void {
  const wanted = `${name} of shape [${shape.join(", ")}] in float32`;
  if (found === undefined) throw errors.notANetwork(`they hold no ${wanted}`);
  if (
    found.dtype !== "float32" ||
    sizeOf(shape) !== found.data.length ||
    String(shape) !== String(found.shape)
  )
    throw errors.notANetwork(
      `${wanted} is wanted, and found is [${found.shape.join(", ")}] in ${found.dtype}`,
    );
}
