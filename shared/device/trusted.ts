/** Script URLs under Trusted Types: one policy per name, which lets through only paths of our own origin. */

type PolicyName = 'sw' | 'worker';
interface Policy {
  createScriptURL(url: string): string;
}
interface Factory {
  createPolicy(name: string, rules: { createScriptURL: (url: string) => string }): Policy;
}

const policies = new Map<PolicyName, Policy>();

function ownPath(url: string): string {
  const { origin, href } = new URL(url, location.href);
  if (origin !== location.origin) throw new TypeError('a script from elsewhere');
  return href;
}

/** A URL that `new Worker` and the service worker container accept here. Throws for another origin. */
export function trustedScript(name: PolicyName, url: string): string {
  // Not in the compiler's DOM library yet, and absent in browsers without Trusted Types.
  const factory = (globalThis as { trustedTypes?: Factory }).trustedTypes;
  let policy = policies.get(name);
  policy ??= factory?.createPolicy(name, { createScriptURL: ownPath }) ?? { createScriptURL: ownPath };
  policies.set(name, policy);
  return policy.createScriptURL(url);
}
