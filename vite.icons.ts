// Icons as data: `lucide-static/icons/camera.svg?nodes` becomes [['path', { d: … }], …], so no page parses markup.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Plugin } from 'vite';

const asked = /^lucide-static\/icons\/([a-z0-9-]+)\.svg\?nodes$/;
const mark = '\0icon-nodes:';

/** Resolves and loads one icon at a time; an unknown name fails the build. */
export function iconNodes(): Plugin {
  let all: Record<string, unknown> | undefined;
  return {
    name: 'icon-nodes',
    enforce: 'pre',
    resolveId(source) {
      const name = asked.exec(source)?.[1];
      return name === undefined ? null : mark + name;
    },
    async load(id) {
      if (!id.startsWith(mark)) return null;
      all ??= JSON.parse(
        await readFile(createRequire(import.meta.url).resolve('lucide-static/icon-nodes.json'), 'utf8'),
      ) as Record<string, unknown>;
      const nodes = all[id.slice(mark.length)];
      if (nodes === undefined) throw new Error(`lucide has no icon named ${id.slice(mark.length)}`);
      return `export default ${JSON.stringify(nodes)};`;
    },
  };
}
