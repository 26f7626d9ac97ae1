// What every runtime of ours has but ES2023 does not name: text to UTF-8 bytes and back.
interface TextEncoder {
  encode(text?: string): Uint8Array<ArrayBuffer>;
}
interface TextDecoder {
  decode(bytes?: Uint8Array | ArrayBuffer): string;
}
declare const TextEncoder: { new (): TextEncoder };
declare const TextDecoder: {
  new (label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean }): TextDecoder;
};
