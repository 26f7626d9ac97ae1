// The two words that the build writes into the bundles; nothing else is global.
declare const __APP_VERSION__: string;
declare const __APP_NAME__: string;
