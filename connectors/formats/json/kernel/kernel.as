/**
 * The inner loops of the JSON reader, in AssemblyScript (TypeScript for WebAssembly); `npm run
 * kernel` compiles them into kernel-wasm.ts. Places are addresses of the kernel's memory; 64 bytes
 * behind the lines and behind what is written can be read and written.
 */
export { walk } from './walk';
export { scan } from './scan';
export { present } from './present';
export { booleans, integers, bigs, doubles, decimals } from './numbers';
export { texts } from './texts';
export { timestamps } from './times';
