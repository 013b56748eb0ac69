import type { DType, Tensor } from "@x/nn";
import type { DeviceTensor } from "@x/nn/runtime";
import type { Param } from "@x/nn/spi";
import type { Tensor as TfTensor } from "@tensorflow/tfjs-core";
import { download, upload } from "./convert";
import { TfParameter } from "./device-parameter";
import { errors } from "./errors";
import type { Engine } from "./load";

interface Holder {
  tensor: TfTensor | undefined;
}

/** Frees what nobody freed; the rule is that whoever keeps a result frees it. */
const collected = new FinalizationRegistry<Holder>(({ tensor }) => tensor?.dispose());

/** A result of a program that stays on the device. */
export class TfDeviceTensor implements DeviceTensor {
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly #name: string;
  readonly #engine: Engine;
  readonly #holder: Holder;

  constructor(
    engine: Engine,
    tensor: TfTensor,
    { name, dtype }: { readonly name: string; readonly dtype: DType },
  ) {
    this.#engine = engine;
    this.#holder = { tensor };
    this.#name = name;
    this.dtype = dtype;
    this.shape = tensor.shape;
    collected.register(this, this.#holder, this.#holder);
  }

  get backend(): string {
    return this.#engine.backend;
  }

  /** The tensor itself, which stays this object's. Throws TF07 where it was freed. */
  get tensor(): TfTensor {
    const { tensor } = this.#holder;
    if (tensor === undefined) throw errors.tensorFreed(this.#name);
    return tensor;
  }

  get data(): Tensor["data"] {
    const numbers = this.tensor.dataSync().slice();
    return download(this.dtype, this.shape, numbers).data;
  }

  readonly device = {
    addTo: (param: Param): void => {
      this.#engine.enter();
      TfParameter.of(param, this.#engine).addGradient(this.#take());
    },
    addRowsTo: (param: Param, ids: Tensor): void => {
      this.#engine.enter();
      const own = ids instanceof TfDeviceTensor;
      const places = own ? ids.tensor : upload(this.#engine, ids);
      TfParameter.of(param, this.#engine).addRows(places, this.#take());
      if (!own) places.dispose();
    },
    dispose: (): void => {
      if (this.#holder.tensor !== undefined) this.#take().dispose();
    },
  };

  #take(): TfTensor {
    const { tensor } = this;
    this.#holder.tensor = undefined;
    collected.unregister(this.#holder);
    return tensor;
  }
}
