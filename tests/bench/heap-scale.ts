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

/** What a page's scripts keep alive after a collection of garbage. */
export interface Weight {
  /** Everything alive that is not compiled code. */
  readonly bytes: number;
  /** Compiled code: driving a page from outside makes the browser compile some with every step. */
  readonly codeBytes: number;
  /** Nodes that stand in no document and are held all the same. */
  readonly detached: number;
}

/** Each call collects garbage and weighs what is left. */
export async function openHeapScale(page: Page): Promise<() => Promise<Weight>> {
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
    return weightOf(JSON.parse(text) as Snapshot); // the browser's own format
  };
}

/** As the browser's snapshots count it: 1 stands in a document, 2 does not. */
const DETACHED = 2;

function weightOf({ snapshot, nodes }: Snapshot): Weight {
  const { node_fields: fields, node_types: types } = snapshot.meta;
  const typeAt = fields.indexOf('type');
  const sizeAt = fields.indexOf('self_size');
  const detachedAt = fields.indexOf('detachedness');
  const code = types[0].indexOf('code');
  if (typeAt < 0 || sizeAt < 0 || detachedAt < 0 || code < 0)
    throw new Error('this browser writes another kind of snapshot');
  const weight = { bytes: 0, codeBytes: 0, detached: 0 };
  for (let node = 0; node < nodes.length; node += fields.length) {
    weight[nodes[node + typeAt] === code ? 'codeBytes' : 'bytes'] += nodes[node + sizeAt] ?? 0;
    if (nodes[node + detachedAt] === DETACHED) weight.detached += 1;
  }
  return weight;
}
