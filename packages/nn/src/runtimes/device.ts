import type { Tensor } from "../graph/tensor";
import type { AdamOptions } from "../kernels/adam-pass";
import type { Param } from "../model/param";

/** A tensor whose numbers lie on a device; reading `data` fetches them. */
export interface DeviceTensor extends Tensor {
  readonly device: {
    /** Adds it to the parameter's gradient, on the device, and frees it. */
    addTo(param: Param): void;
    /** The same for gradients of rows of a table: `ids` as `Param.addRowGradient` takes them. */
    addRowsTo(param: Param, ids: Tensor): void;
    /** Frees the memory; the tensor cannot be read afterwards. */
    dispose(): void;
  };
}

/** Whether a tensor's numbers live on a device. */
export function isDeviceTensor(tensor: Tensor): tensor is DeviceTensor {
  return "device" in tensor;
}

/** Adam's moments and the average of one parameter on a device. */
export interface DeviceMoments {
  /** Copies them to the host. */
  read(): DeviceMomentsData;
  /** The average alone. */
  readAverage(): Float32Array | undefined;
  dispose(): void;
}

/** The moments of an optimizer that live on a device. */
export interface DeviceMomentsData {
  readonly first: Float32Array;
  readonly second: Float32Array;
  readonly average?: Float32Array;
}

/** The numbers of one parameter on a device: what a runtime keeps there between runs. */
export interface DeviceParameter {
  /** The weights here are newer than those of the host. */
  readonly ahead: boolean;
  /** There has been a gradient. */
  readonly hasGradient: boolean;
  /** Copies the weights to the host, which then has the newest. */
  readWeights(into: Float32Array): void;
  /** The host has other weights now. */
  forgetWeights(): void;
  /** Takes the gradient off the device; undefined where it is zero. */
  takeGradient(): Float32Array | undefined;
  /** Makes the moments, from those of the host where there are any. */
  createMoments(host: Partial<DeviceMomentsData>, options: { readonly average: boolean }): DeviceMoments;
  /** `adamStep` on the device; the gradient is zero afterwards. */
  step(param: Param, moments: DeviceMoments, options: AdamOptions): void;
  dispose(): void;
}
