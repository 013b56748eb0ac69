import type { DType, Tensor } from "@x/nn";
import type { KernelTensor } from "@x/nn/graph";
import type { Param } from "@x/nn/spi";
import type { Tensor as TfTensor } from "@tensorflow/tfjs-core";
import { fitsDevice, toKernel, upload } from "./convert";
import { TfParameter } from "./device-parameter";
import type { Engine } from "./load";

/** A value during a run: on the host, on the device, or on both. */
export class Slot {
  readonly #engine: Engine;
  readonly #host: Tensor | KernelTensor | undefined;
  readonly dtype: DType;
  #tensor: TfTensor | undefined;
  #owned: boolean;
  #numbers: number[] | undefined;

  private constructor(
    engine: Engine,
    options: {
      readonly dtype: DType;
      readonly host?: Tensor | KernelTensor;
      readonly tensor?: TfTensor;
      readonly owned: boolean;
    },
  ) {
    this.#engine = engine;
    this.dtype = options.dtype;
    this.#host = options.host;
    this.#tensor = options.tensor;
    this.#owned = options.owned;
  }

  /** Numbers of the host; they go to the device when a kernel reads them. */
  static host(engine: Engine, host: Tensor | KernelTensor): Slot {
    return new Slot(engine, { dtype: host.dtype, host, owned: true });
  }

  /** A tensor that is freed with the slot. */
  static owned(engine: Engine, dtype: DType, tensor: TfTensor): Slot {
    return new Slot(engine, { dtype, tensor, owned: true });
  }

  /** A tensor of someone else's. */
  static borrowed(engine: Engine, dtype: DType, tensor: TfTensor): Slot {
    return new Slot(engine, { dtype, tensor, owned: false });
  }

  /** Weights where they stay on the device; `shape`: as the program sees them. */
  static parameter(engine: Engine, param: Param, shape: readonly number[]): Slot {
    const weights = TfParameter.of(param, engine).weights(param);
    if (weights.shape.length === shape.length && weights.shape.every((size, axis) => size === shape[axis]))
      return Slot.borrowed(engine, "float32", weights);
    return Slot.owned(engine, "float32", engine.tf.reshape(weights, [...shape]));
  }

  get shape(): readonly number[] {
    return this.#host?.shape ?? (this.#tensor as TfTensor).shape;
  }

  get isOwned(): boolean {
    return this.#owned;
  }

  /** The tensor on the device. */
  get tensor(): TfTensor {
    return (this.#tensor ??= upload(this.#engine, this.#host as Tensor));
  }

  /** Whether the device has it or can take it: it counts in 32 bits. */
  get fits(): boolean {
    return this.#tensor !== undefined || this.#host === undefined || fitsDevice(this.#host);
  }

  /** The numbers where the host has them. */
  hostTensor(): Tensor | KernelTensor | undefined {
    return this.#host;
  }

  /** For kernels of the host; undefined where the numbers lie on the device alone. */
  kernelTensor(): KernelTensor | undefined {
    return this.#host && toKernel(this.#host as Tensor);
  }

  /** The numbers of integers, fetched where they lie on the device. */
  numbers(): number[] {
    return (this.#numbers ??= Array.from((this.#host?.data ?? this.tensor.dataSync()) as Int32Array, Number));
  }

  /** Hands the tensor over: it is no longer freed with the slot. */
  take(): TfTensor {
    this.#owned = false;
    return this.tensor;
  }

  dispose(): void {
    if (this.#owned) this.#tensor?.dispose();
    this.#owned = false;
  }
}
