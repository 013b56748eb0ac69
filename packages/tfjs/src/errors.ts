import { catalogue } from "@x/core";

const list = (values: Iterable<unknown>) => [...values].join(", ") || "none";

/** Every error that the tfjs package throws. */
export const error = catalogue({
  TF01: (backend: string, packages: readonly string[], reason: string) =>
    `The TensorFlow.js backend '${backend}' is not installed (${reason}). Install it with \`npm install ${packages.join(`\` or \`npm install `)}\`, or name another backend.`,
  TF02: (packageName: string, reason: string) =>
    `${packageName} is installed, but its native binary is missing or cannot be loaded: ${reason}. Its install script downloads the binary: run \`npm rebuild ${packageName} --foreground-scripts\` with network access and read what it prints, or use the backend "wasm" (\`npm install @tensorflow/tfjs-backend-wasm\`).`,
  TF03: (tried: Iterable<string>, packages: Iterable<string>) =>
    `No TensorFlow.js backend is installed (looked for: ${list(tried)}). Install one of: ${list(packages)}; for example \`npm install @tensorflow/tfjs-backend-wasm\`.`,
  TF04: (backend: string, reason: string) =>
    `The TensorFlow.js backend '${backend}' is installed, but did not start here: ${reason}. Name another backend, or leave the choice to the runtime.`,
  TF05: (program: string, operator: string, message: string) =>
    `TensorFlow.js failed in ${program}, at the operator '${operator}': ${message}`,
  TF06: (program: string, megabytes: number, message: string) =>
    `The device ran out of memory in ${program}; ${megabytes} MB are in use (${message}). Make the batches smaller: [training.batcher] size, [nlp] batch_size, or [training] accumulate_gradient with smaller batches.`,
  TF08: (value: string) =>
    `TensorFlow.js counts in 32 bits, and a tensor has ${value}. If it is an id, the file or the tokenizer that it comes from is damaged; else use another runtime.`,
  TF07: (name: string) =>
    `The tensor '${name}' on the device was freed and cannot be read any more. The way back runs once for each forward pass on this runtime.`,
});
