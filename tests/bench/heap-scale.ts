/** Weighs what a page's scripts keep alive, without the code that driving the page makes the browser compile; it drives nothing. */
import type { Page } from 'playwright-core';

/** The parts of a heap snapshot that are read here: nodes are runs of numbers, one per field. */
interface Snapshot {
  readonly snapshot: {
    readonly meta: {
      readonly node_fields: readonly string[];
      readonly node_types: readonly [readonly string[], ...unknown[]];
    };
  };
  readonly nodes: readonly number[];
}

/** Each call collects garbage and resolves with the bytes of everything alive that is not compiled code. */
export async function openHeapScale(page: Page): Promise<() => Promise<number>> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.enable');
  let chunks: string[] = [];
  session.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => void chunks.push(chunk));
  return async () => {
    chunks = [];
    await session.send('HeapProfiler.collectGarbage');
    await session.send('HeapProfiler.takeHeapSnapshot', {});
    const text = chunks.join('');
    chunks = [];
    return aliveBytes(JSON.parse(text) as Snapshot); // the browser's own format
  };
}

function aliveBytes({ snapshot, nodes }: Snapshot): number {
  const { node_fields: fields, node_types: types } = snapshot.meta;
  const typeAt = fields.indexOf('type');
  const sizeAt = fields.indexOf('self_size');
  const code = types[0].indexOf('code');
  if (typeAt < 0 || sizeAt < 0 || code < 0) throw new Error('this browser writes another kind of snapshot');
  let bytes = 0;
  for (let node = 0; node < nodes.length; node += fields.length) {
    if (nodes[node + typeAt] !== code) bytes += nodes[node + sizeAt] ?? 0;
  }
  return bytes;
}
