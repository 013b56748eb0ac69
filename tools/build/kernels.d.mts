export function compileKernels(): Promise<Uint8Array>;
export function kernelsFile(bytes: Uint8Array): string;
