// What one source file points at: other modules, in every way a file can name one, and the clocks and chance it reads.
import { parseSync, Visitor } from 'vite';

export interface References {
  /** Every module named by import, export-from, import(), import type, or new URL(…, import.meta.url). */
  readonly modules: readonly string[];
  /** Reads of time, timers or randomness, as written. */
  readonly impurities: readonly string[];
}

const timers = ['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'requestAnimationFrame'];
const wholly = ['performance', 'crypto'];

/** Throws on a file that does not parse: a file nobody can read must not pass for a clean one. */
export function referencesOf(file: string, source: string): References {
  const { program, errors } = parseSync(file, source);
  if (errors.length > 0) throw new Error(`${file} does not parse: ${errors[0]?.message}`);
  const modules: string[] = [];
  const impurities: string[] = [];
  new Visitor({
    ImportDeclaration: (node) => void modules.push(node.source.value),
    ExportAllDeclaration: (node) => void modules.push(node.source.value),
    ExportNamedDeclaration: (node) => void (node.source && modules.push(node.source.value)),
    ImportExpression: (node) => void modules.push(plainText(node.source) ?? '(a computed import)'),
    TSImportType: (node) => void modules.push(node.source.value),
    NewExpression(node) {
      const name = nameOf(node.callee);
      const [first, second] = node.arguments;
      if (name === 'Date' && first === undefined) impurities.push('new Date()');
      if (name !== 'URL' || second === undefined || !isOwnAddress(second)) return;
      const target = first === undefined ? undefined : plainText(first);
      if (target !== undefined && /\.(?:ts|tsx|mjs|js)$/.test(target)) modules.push(target);
    },
    CallExpression(node) {
      const name = nameOf(node.callee);
      if (name === 'Date') impurities.push('Date()');
      if (name !== undefined && timers.includes(name)) impurities.push(`${name}()`);
    },
    MemberExpression(node) {
      const owner = nameOf(node.object);
      if (owner === undefined || node.computed) return;
      const property = nameOf(node.property) ?? '';
      const read = `${owner}.${property}`;
      if (wholly.includes(owner) || read === 'Date.now' || read === 'Math.random') impurities.push(read);
      if (owner === 'globalThis') impurities.push(read);
    },
  }).visit(program);
  return { modules, impurities };
}

function nameOf(node: object): string | undefined {
  return 'type' in node && node.type === 'Identifier' && 'name' in node ? String(node.name) : undefined;
}

function plainText(node: object): string | undefined {
  if ('value' in node && typeof node.value === 'string') return node.value;
  if (!('quasis' in node) || !Array.isArray(node.quasis) || node.quasis.length !== 1) return undefined;
  const cooked: unknown = node.quasis[0]?.value?.cooked;
  return typeof cooked === 'string' ? cooked : undefined;
}

/** import.meta.url, and nothing else. */
function isOwnAddress(node: object): boolean {
  return 'object' in node && 'property' in node
    ? (node.object as { type?: string }).type === 'MetaProperty' && nameOf(node.property as object) === 'url'
    : false;
}
