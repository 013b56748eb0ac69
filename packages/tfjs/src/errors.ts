import { catalogue, listed } from "@x/core/spi";

/** Every error that the tfjs package throws. */
export const errors = catalogue({
  backendNotInstalled: (backend: string, packages: readonly string[], reason: string) =>
    `[TF01] The TensorFlow.js backend '${backend}' is not installed (${reason}). Install it with \`npm install ${packages.join(`\` or \`npm install `)}\`, or name another backend.`,
  missingNativeBinary: (packageName: string, reason: string) =>
    `[TF02] ${packageName} is installed, but its native binary is missing or cannot be loaded: ${reason}. Its install script downloads the binary: run \`npm rebuild ${packageName} --foreground-scripts\` with network access and read what it prints, or use the backend "wasm" (\`npm install @tensorflow/tfjs-backend-wasm\`).`,
  noBackend: (tried: Iterable<string>, packages: Iterable<string>) =>
    `[TF03] No TensorFlow.js backend is installed (looked for: ${listed(tried, "none")}). Install one of: ${listed(packages, "none")}; for example \`npm install @tensorflow/tfjs-backend-wasm\`.`,
  backendDidNotStart: (backend: string, reason: string) =>
    `[TF04] The TensorFlow.js backend '${backend}' is installed, but did not start here: ${reason}. Name another backend, or leave the choice to the runtime.`,
  programFailed: (program: string, operator: string, message: string) =>
    `[TF05] TensorFlow.js failed in ${program}, at the operator '${operator}': ${message}`,
  outOfMemory: (program: string, megabytes: number, message: string) =>
    `[TF06] The device ran out of memory in ${program}; ${megabytes} MB are in use (${message}). Make the batches smaller: [training.batcher] size, [nlp] batch_size, or [training] accumulate_gradient with smaller batches.`,
  valueOutOfRange: (value: string) =>
    `[TF08] TensorFlow.js counts in 32 bits, and a tensor has ${value}. If it is an id, the file or the tokenizer that it comes from is damaged; else use another runtime.`,
  tensorFreed: (name: string) =>
    `[TF07] The tensor '${name}' on the device was freed and cannot be read any more. The way back runs once for each forward pass on this runtime.`,
});
