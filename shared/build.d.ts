// What the build adds to the language of the bundles: two words, and icons as data.
declare const __APP_VERSION__: string;
declare const __APP_NAME__: string;

declare module '*.svg?nodes' {
  const nodes: readonly (readonly [tag: string, attributes: Readonly<Record<string, string>>])[];
  export default nodes;
}
