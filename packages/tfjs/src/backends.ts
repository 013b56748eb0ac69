/** A backend of TensorFlow.js and the packages that bring it, the best first. */
export interface Backend {
  /** Its name in TensorFlow.js. */
  readonly name: string;
  readonly packages: readonly string[];
  readonly device: "gpu" | "cpu";
  readonly summary: string;
}

/** All backends, in the order in which they are tried. */
export const backends: readonly Backend[] = [
  {
    name: "tensorflow",
    packages: ["@tensorflow/tfjs-node-gpu", "@tensorflow/tfjs-node"],
    device: "gpu",
    summary: "TensorFlow's own library; on a GPU by CUDA with tfjs-node-gpu",
  },
  {
    name: "webgpu",
    packages: ["@tensorflow/tfjs-backend-webgpu"],
    device: "gpu",
    summary: "WebGPU, in browsers",
  },
  {
    name: "wasm",
    packages: ["@tensorflow/tfjs-backend-wasm"],
    device: "cpu",
    summary: "WebAssembly with SIMD; runs anywhere",
  },
  {
    name: "cpu",
    packages: ["@tensorflow/tfjs-backend-cpu"],
    device: "cpu",
    summary: "plain JavaScript; slow, for tests",
  },
];

/** The backends of TensorFlow.js that can be asked for. */
export const backendNames = backends.map((backend) => backend.name);
