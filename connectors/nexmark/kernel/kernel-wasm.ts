/** kernel.as, compiled by `npm run kernel`: do not edit. */

/** The WebAssembly module, in base64. */
export const kernelWasm =
  'AGFzbQEAAAABCAFgBH9/f38AAg8BA2VudgZtZW1vcnkCAAADAgEABxYCCWNvcHlUZXh0cwAABm1lbW9yeQIACmUBYwEC' +
  'fyAAIAJBAnRqIQUDQCAAIAVJBEAgACgCACEEIAMiAiABKAIAaiEDA0AgAiADSQRAIAIgBP0ABAD9CwQAIAJBEGohAiAE' +
  'QRBqIQQMAQsLIABBBGohACABQQRqIQEMAQsLCw==';
