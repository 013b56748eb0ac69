export interface WasmMemory {
  readonly buffer: ArrayBuffer;
}

/** The part of the WebAssembly API that is used: the types of neither the DOM nor Node are assumed. */
interface WebAssemblyApi {
  readonly Memory: new (size: { readonly initial: number; readonly maximum: number }) => WasmMemory;
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
}

/** undefined where the platform has none. */
export const webAssembly = (globalThis as { readonly WebAssembly?: unknown }).WebAssembly as
  WebAssemblyApi | undefined;
