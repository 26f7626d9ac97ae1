// The fast reader against the schemas: the same content in the same spelling, or nothing at all.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readContent } from '../../centre/event-reader.ts';
import { readUsualRating } from '../../centre/rating-reader.ts';
import { sourceOf } from '../../shared/contract/event.ts';
import { eventPlace } from '../../shared/contract/event-place.ts';
import { readValue } from '../../shared/contract/reader.ts';
import { Line } from './line.ts';

const line = new Line('tablet-1');
const source = sourceOf(line.device);

/** Values that might stand anywhere, most of them wrong there. */
const odd = fc.oneof(
  fc.constantFrom(
    undefined,
    null,
    true,
    '',
    ' ',
    '0',
    'x',
    -1,
    0,
    1,
    1.5,
    3,
    2_147_483_648,
    'A',
    'quay"1',
    'quay\n',
    'a'.repeat(61),
  ),
  fc.constantFrom(
    [],
    {},
    ['unthanked'],
    { id: 'x', version: 1, size: 2 },
    'f'.repeat(32),
    'f'.repeat(20),
    '1.0.0-rc.1+ab',
    'của tôi',
  ),
  fc.constantFrom('tapped', 'undone', 'reason', 'skipped', 'other'),
  fc.string({ maxLength: 5 }),
  fc.integer(),
);
const envelopeKey = fc.constantFrom(
  'specversion',
  'type',
  'source',
  'id',
  'subject',
  'datacontenttype',
  'epoch',
  'lane',
  'seq',
  'previd',
  'bootid',
  'monoms',
  'wallms',
  'appver',
  'cfgver',
  'traceparent',
  'data',
  'unknown',
);
const dataKey = fc.constantFrom(
  'site',
  'counter',
  'scale',
  'index',
  'outcome',
  'flags',
  'invitation',
  'unknown',
);
const scaleKey = fc.constantFrom('id', 'version', 'size', 'unknown');

function agree(value: unknown): 'read' | 'left' {
  const fast = readUsualRating(source, value);
  if (fast === undefined) return 'left';
  const slow = readContent(value);
  const place = readValue(eventPlace, value);
  expect({ ok: true, value: fast.event }).toEqual(slow);
  expect(place.ok && { ...place.value, previd: place.value.previd ?? null }).toEqual({
    source,
    ...fast.place,
  });
  return 'read';
}

test('the usual rating is read by hand, byte for byte as the schemas read it', () => {
  for (const change of [
    {},
    { counter: null },
    { index: null, outcome: 'undone' },
    { index: 2, outcome: 'reason' },
  ]) {
    for (const seq of [1, 2]) expect(agree(line.rating(seq, { data: change }))).toBe('read');
  }
  expect(agree(line.rating(2, { envelope: { subject: 'quay-1' } }))).toBe('read');
});

test('whatever is changed in it, by hand it is read as the schemas read it or left to them', () => {
  const changes = fc.array(
    fc.oneof(
      fc.tuple(fc.constant('envelope'), envelopeKey, odd),
      fc.tuple(fc.constant('data'), dataKey, odd),
      fc.tuple(fc.constant('scale'), scaleKey, odd),
    ),
    { maxLength: 3 },
  );
  let left = 0;
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 3 }), changes, (seq, list) => {
      const envelope: Record<string, unknown> = line.rating(seq);
      const scale: Record<string, unknown> = { id: 'hai-long-3', version: 1, size: 3 };
      const data: Record<string, unknown> = { ...(envelope.data as object), scale };
      envelope.data = data;
      for (const [where, key, value] of list) ({ envelope, data, scale })[where as 'envelope'][key] = value;
      if (agree(JSON.parse(JSON.stringify(envelope))) === 'left') left += 1;
    }),
    { numRuns: 3_000 },
  );
  expect(left).toBeGreaterThan(100);
});
