// The AsyncAPI document is valid, and it says exactly what the contract says: the same topics, and the same yes or no to any payload.
import { Parser } from '@asyncapi/parser';
import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { syncRequest, writtenSyncPage } from '../../shared/contract/dossier-sync.ts';
import { deviceFaulted, dossierAsked, event, lane, ratingGiven } from '../../shared/contract/event.ts';
import { deviceId } from '../../shared/contract/ids.ts';
import { laneOf } from '../../shared/contract/lanes.ts';
import { limits } from '../../shared/contract/limits.ts';
import * as messages from '../../shared/contract/messages.ts';
import { downChannels, parseTopic, qosOf, topics, upChannels } from '../../shared/contract/topics.ts';
import { documentText, faultOf, nameOf, validatorOf, wireDocument } from './document.ts';
import { damagedSamplesOf, isOptional, partsOf, samplesOf } from './samples.ts';

/** An event as this version writes it: the envelope with the body and the lane of its type. */
const written = (type: keyof typeof laneOf, body: v.GenericSchema) =>
  v.object({ ...event.entries, type: v.literal(type), lane: v.literal(laneOf[type]), data: body });
const events = v.union([
  written('vn.motcua.rating.given.v1', ratingGiven),
  written('vn.motcua.device.faulted.v1', deviceFaulted),
  written('vn.motcua.dossier.asked.v1', dossierAsked),
]);
const batch = v.object({
  ...messages.batch.entries,
  events: v.pipe(
    v.array(v.object({ ...messages.sentEvent.entries, event: events })),
    v.maxLength(limits.batchEventsMax),
  ),
});

/** Every schema that stands for a payload, beside its twin in the contract. */
const twins: Readonly<Record<string, v.GenericSchema>> = {
  batch,
  heartbeat: messages.heartbeat,
  hello: messages.hello,
  timeRequest: messages.timeRequest,
  dossierQuestion: messages.dossierQuestion,
  letterRequest: messages.letterRequest,
  callRequest: messages.callRequest,
  syncRequest,
  presence: messages.presence,
  receipt: messages.receipt,
  welcome: messages.welcome,
  timeAnswer: messages.timeAnswer,
  dossierReply: messages.dossierReply,
  letterReply: messages.letterReply,
  callReply: messages.callReply,
  syncPage: writtenSyncPage,
  refusedReply: messages.refusedReply,
  configPush: messages.configPush,
  centreState: messages.centreState,
  welcomeClaims: messages.welcomeClaims,
};
const device = v.parse(deviceId, 'tablet-1');

test('the document is valid AsyncAPI 3 without a warning', async () => {
  const { document, diagnostics } = await new Parser().parse(documentText);
  expect(
    diagnostics
      .filter(({ severity }) => severity <= 1)
      .map(({ message, path }) => `${path.join('.')}: ${message}`),
  ).toEqual([]);
  expect(document?.version()).toBe('3.0.0');
});

describe('channels', () => {
  const operations = Object.values(wireDocument.operations);
  const wanted = [
    ...upChannels.map((channel) => ({
      topic: topics.up(device, channel),
      qos: qosOf(channel),
      retain: false,
      action: 'receive',
    })),
    ...downChannels.map((channel) => ({
      topic: topics.down(device, channel),
      qos: qosOf(channel),
      retain: false,
      action: 'send',
    })),
    { topic: topics.centre('a'), qos: 1, retain: true, action: 'send' },
    { topic: topics.quarantine(device), qos: 0, retain: false, action: 'receive' },
  ];

  test('are the topics of the contract, with their direction, QoS and retain, and no others', () => {
    const said = operations.map(({ action, channel, bindings }) => {
      const address = wireDocument.channels[nameOf(channel.$ref)]?.address ?? '';
      return {
        topic: address.replace('{device}', device).replace('{instance}', 'a'),
        ...bindings.mqtt,
        action,
      };
    });
    const order = (a: { topic: string }, b: { topic: string }) => a.topic.localeCompare(b.topic);
    expect(
      said.map(({ topic, qos, retain, action }) => ({ topic, qos, retain, action })).sort(order),
    ).toEqual(wanted.sort(order));
    expect(operations).toHaveLength(Object.keys(wireDocument.channels).length);
    for (const { topic } of said) expect(parseTopic(topic)).toBeDefined();
  });
  test('name only messages that exist, and every message stands on a channel', () => {
    const used = Object.values(wireDocument.channels).flatMap(({ messages: on }) =>
      Object.values(on ?? {}).map(({ $ref }) => nameOf($ref)),
    );
    expect(used.sort()).toEqual(Object.keys(wireDocument.components.messages).sort());
  });
  test('carry payloads that all have a twin in the contract', () => {
    const payloads = Object.values(wireDocument.components.messages).flatMap(({ payload, contentType }) =>
      contentType === undefined ? [nameOf(payload.$ref ?? '')] : [],
    );
    expect([...payloads, 'welcomeClaims'].sort()).toEqual(Object.keys(twins).sort());
  });
});

interface JsonSchema {
  readonly $ref?: string;
  readonly allOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly items?: JsonSchema | readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly [keyword: string]: unknown;
}
/** What a valibot action or schema is called in JSON Schema. */
const keywords: Readonly<Record<string, readonly string[]>> = {
  regex: ['pattern'],
  starts_with: ['pattern'],
  min_value: ['minimum'],
  max_value: ['maximum'],
  min_length: ['minLength', 'minItems'],
  max_length: ['maxLength', 'maxItems'],
  literal: ['const'],
  picklist: ['enum'],
};

/** Every field and every bound of a valibot schema, one line each: `.a.b?` and `.a.b max_length 40`. */
function factsOf(schema: v.GenericSchema, path = ''): string[] {
  const parts = partsOf(schema);
  // The casts: what is wrapped, an item and an option of a union are schemas.
  if (parts.wrapped !== undefined) return factsOf(parts.wrapped, path);
  if (parts.type === 'union' || parts.type === 'variant')
    return (parts.options as v.GenericSchema[]).flatMap((option) => factsOf(option, path));
  const bounds = (parts.pipe ?? [parts]).flatMap((action) => {
    if (action.type === 'literal') return [`${path} literal ${parts.literal}`];
    if (action.type === 'picklist') return [`${path} picklist ${parts.options}`];
    const bound = 'requirement' in action ? action.requirement : undefined;
    if (action.type === 'starts_with') return [`${path} regex ^${bound}`];
    if (!(action.type in keywords)) return [];
    return [`${path} ${action.type} ${bound instanceof RegExp ? bound.source : bound}`];
  });
  const inner = parts.item === undefined ? (parts.items ?? []) : [parts.item];
  return [
    ...bounds,
    ...inner.flatMap((item, i) => factsOf(item, `${path}[${parts.item === undefined ? i : ''}]`)),
    ...Object.entries(parts.entries ?? {}).flatMap(([key, entry]) => [
      `${path}.${key}${isOptional(entry) ? '?' : ''}`,
      ...factsOf(entry, `${path}.${key}`),
    ]),
  ];
}

function resolved(schema: JsonSchema): JsonSchema {
  if (schema.$ref === undefined) return schema;
  return wireDocument.components.schemas[nameOf(schema.$ref)] as JsonSchema; // a reference here points at a schema
}

/** The same, read off a schema of the document. */
function documentFactsOf(given: JsonSchema, path = '', required: readonly string[] = []): string[] {
  const schema = resolved(given);
  const must = [...required, ...(schema.required ?? [])];
  const isTuple = Array.isArray(schema.items);
  const bounds = Object.entries(keywords).flatMap(([name, words]) =>
    name === 'starts_with'
      ? []
      : words.flatMap((word) => {
          if (schema[word] === undefined || (isTuple && word === 'minItems')) return [];
          return [`${path} ${name} ${schema[word]}`];
        }),
  );
  const shared = (schema.allOf ?? []).flatMap((part) => resolved(part).required ?? []);
  // JSON Schema has one object for an item and a list of them for a tuple.
  const items = (schema.items === undefined ? [] : isTuple ? schema.items : [schema.items]) as JsonSchema[];
  return [
    ...bounds,
    ...(schema.allOf ?? []).flatMap((part) => documentFactsOf(part, path, shared)),
    ...(schema.oneOf ?? []).flatMap((option) => documentFactsOf(option, path)),
    ...items.flatMap((item, i) => documentFactsOf(item, `${path}[${isTuple ? i : ''}]`)),
    ...Object.entries(schema.properties ?? {}).flatMap(([key, inner]) => [
      `${path}.${key}${must.includes(key) ? '' : '?'}`,
      ...documentFactsOf(inner, `${path}.${key}`),
    ]),
  ];
}
/** The envelope's own bounds of what each type of event narrows further. */
const narrowed = ['.events[].event.type regex ', '.events[].event.lane picklist '];

describe.each(Object.entries(twins))('the payload %s', (name, schema) => {
  const validate = validatorOf(name);

  test('has the same fields and bounds in document and contract', () => {
    const said = documentFactsOf({ $ref: name }).filter(
      (fact) => !narrowed.some((start) => fact.startsWith(start)),
    );
    expect([...new Set(said)].sort()).toEqual([...new Set(factsOf(schema))].sort());
  });
  test('is accepted by the document whenever the contract accepts it', () => {
    fc.assert(
      fc.property(samplesOf(schema), (sample) => {
        const value: unknown = JSON.parse(JSON.stringify(sample));
        expect(v.is(schema, value)).toBe(true);
        expect(validate(value), JSON.stringify(validate.errors)).toBe(true);
      }),
      { numRuns: 150 },
    );
  });
  test('is accepted or refused by both alike when it was damaged', () => {
    let refused = 0;
    fc.assert(
      fc.property(damagedSamplesOf(schema), (value) => {
        const isRight = v.is(schema, value);
        if (!isRight) refused += 1;
        expect({ value, accepted: validate(value) }).toEqual({ value, accepted: isRight });
      }),
      { numRuns: 600 },
    );
    expect(refused).toBeGreaterThan(100);
  });
});

test('every lane of the contract is a lane of the document', () => {
  expect(wireDocument.components.schemas.lane).toMatchObject({ enum: [...lane.options] });
});

describe('a message seen on the wire', () => {
  const payload = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
  const birth = { v: 1, s: 'ready', epoch: '0'.repeat(20), sess: 1, bootid: '0'.repeat(16), at: 0 };
  const seen = {
    topic: topics.up(device, 'state'),
    payload: payload(birth),
    qos: 1,
    retain: false,
    direction: 'up',
  } as const;

  test('that is right has no fault', () => {
    expect(faultOf(seen)).toBeUndefined();
  });
  test.each([
    ['an unknown topic', { topic: 'motcua/v1/d/tablet-1/up/other' }, 'no such channel'],
    ['a topic that goes the other way', { direction: 'down' }, 'wrong way'],
    ['another QoS', { qos: 0 }, 'QoS 0'],
    ['retain', { retain: true }, 'retain true'],
    ['bytes that are not JSON', { payload: new Uint8Array([1, 2]) }, 'not JSON'],
    ['a field of another kind', { payload: payload({ ...birth, sess: '1' }) }, '/sess must be integer'],
    [
      'anything on the command topic',
      { topic: topics.down(device, 'cmd'), direction: 'down' },
      'nothing may be said here',
    ],
  ] as const)('with %s has a fault that says so', (_name, change, sentence) => {
    expect(faultOf({ ...seen, ...change })).toContain(sentence);
  });
  test('with a welcome is judged by its signed claims too', () => {
    const jws = (claims: unknown) => `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.c2ln`;
    const welcome = (claims: unknown) => ({
      ...seen,
      topic: topics.down(device, 'res'),
      direction: 'down' as const,
      payload: payload({ v: 1, rid: '0'.repeat(16), kind: 'welcome', jws: jws(claims) }),
    });
    const claims = { rid: '0'.repeat(16), aud: device, lanes: [], cfgver: 1, cseq: 0, t0: 0, t1: 1, t2: 2 };
    expect(faultOf(welcome(claims))).toBeUndefined();
    expect(faultOf(welcome({ ...claims, cseq: -1 }))).toContain('claims /cseq');
  });
});
