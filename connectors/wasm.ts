/** Kernels in WebAssembly that share a memory with the program. */

/** The part of the WebAssembly API that is used here; the ES library types do not have it. */
export interface WasmMemory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}
declare const WebAssembly: {
  readonly Memory: new (size: { initial: number }) => WasmMemory;
  readonly Module: new (binary: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: object };
};

/** Bytes of a page, the unit of a memory's size. */
export const WASM_PAGE_BYTES = 65536;

/** A kernel and the memory it works in. */
export interface WasmKernel<Exports> {
  readonly memory: WasmMemory;
  readonly exports: Exports;
}

/** A new instance of the module `base64`, over a memory of at least `bytes`. */
export function wasmKernel<Exports extends object>(
  base64: string,
  bytes: number,
): WasmKernel<Exports> {
  const memory = new WebAssembly.Memory({ initial: Math.ceil(bytes / WASM_PAGE_BYTES) });
  const module = new WebAssembly.Module(Buffer.from(base64, 'base64'));
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  return { memory, exports: exports as Exports };
}
