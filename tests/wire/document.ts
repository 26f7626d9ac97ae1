// The AsyncAPI document of the wire as something to ask: which channel a topic is, and what is wrong with a payload on it.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { parse } from 'yaml';

interface Ref {
  readonly $ref: string;
}
interface Channel {
  readonly address: string;
  readonly messages?: Readonly<Record<string, Ref>>;
}
interface Operation {
  readonly action: 'send' | 'receive';
  readonly channel: Ref;
  readonly bindings: { readonly mqtt: { readonly qos: 0 | 1; readonly retain: boolean } };
}
/** The parts of the document that tests read; the whole of it is validated by the AsyncAPI parser. */
export interface WireDocument {
  readonly channels: Readonly<Record<string, Channel>>;
  readonly operations: Readonly<Record<string, Operation>>;
  readonly components: {
    readonly messages: Readonly<
      Record<string, { readonly payload: Partial<Ref>; readonly contentType?: string }>
    >;
    readonly schemas: Readonly<Record<string, object>>;
  };
}

export const documentText = readFileSync(
  path.resolve(import.meta.dirname, '../../docs/wire.asyncapi.yaml'),
  'utf8',
);
// Its shape is proved by document.test.ts, which hands the same text to the AsyncAPI parser.
export const wireDocument = parse(documentText, { merge: true }) as WireDocument;

const ajv = new Ajv({
  allErrors: false,
  strict: true,
  strictTuples: false, // a reader ignores what stands behind a tuple
  allowUnionTypes: true,
  strictRequired: false, // the envelope is required once, its bodies only narrow it
  logger: false, // it calls the next line deprecated
  unicode: false, // lengths are UTF-16 units, as everywhere in the contract
});
ajv.addVocabulary(['components']);
ajv.addSchema({ $id: 'wire', components: { schemas: wireDocument.components.schemas } });

const validators = new Map<string, ValidateFunction>();

/** The compiled schema of that name in `components.schemas`. */
export function validatorOf(schema: string): ValidateFunction {
  const known = validators.get(schema);
  if (known !== undefined) return known;
  if (!(schema in wireDocument.components.schemas)) throw new Error(`the document has no schema ${schema}`);
  const made = ajv.compile({ $ref: `wire#/components/schemas/${schema}` });
  validators.set(schema, made);
  return made;
}

/** Last part of a reference: the name of what it points at. */
export function nameOf(ref: string): string {
  return ref.slice(ref.lastIndexOf('/') + 1);
}

function patternOf(address: string): RegExp {
  const source = address
    .replace(/[.*+?^$()|[\]\\]/g, '\\$&')
    .replace('{device}', '[a-z0-9-]{3,32}')
    .replace('{instance}', '[a-z0-9-]{1,32}');
  return new RegExp(`^${source}$`);
}
const channels = Object.entries(wireDocument.channels).map(([name, channel]) => ({
  name,
  pattern: patternOf(channel.address),
  messages: Object.values(channel.messages ?? {}).map(({ $ref }) => nameOf($ref)),
}));

/** One MQTT message as it was seen. */
export interface SeenMessage {
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly qos: number;
  readonly retain: boolean;
  readonly direction: 'up' | 'down';
}

const decoder = new TextDecoder('utf-8', { fatal: true });
const explain = (errors: ErrorObject[] | null | undefined): string =>
  (errors ?? []).map((error) => `${error.instancePath || '/'} ${error.message}`).join('; ');

/** What is wrong with a message against the document; undefined when nothing is. Payload values are not repeated. */
export function faultOf(message: SeenMessage): string | undefined {
  const channel = channels.find(({ pattern }) => pattern.test(message.topic));
  if (channel === undefined) return `${message.topic}: no such channel`;
  const operation = Object.values(wireDocument.operations).find(
    ({ channel: { $ref } }) => nameOf($ref) === channel.name,
  );
  const wanted = operation?.bindings.mqtt;
  const isUp = operation?.action === 'receive';
  if (isUp !== (message.direction === 'up')) return `${message.topic}: ${message.direction} is the wrong way`;
  // A broker lowers QoS to what was subscribed and clears retain when it forwards; what a device publishes is exact.
  if (isUp && (message.qos !== wanted?.qos || message.retain !== wanted.retain))
    return `${message.topic}: QoS ${message.qos}, retain ${message.retain}`;
  let value: unknown;
  try {
    value = JSON.parse(decoder.decode(message.payload));
  } catch {
    return `${message.topic}: not JSON in UTF-8`;
  }
  return faultOfPayload(channel.messages, message.topic, value);
}

function faultOfPayload(names: readonly string[], topic: string, value: unknown): string | undefined {
  const faults: string[] = [];
  for (const name of names) {
    const schema = wireDocument.components.messages[name]?.payload.$ref;
    const validate = validatorOf(nameOf(schema ?? ''));
    if (validate(value)) return name === 'welcome' ? faultOfClaims(topic, value) : undefined;
    faults.push(`${name}: ${explain(validate.errors)}`);
  }
  return `${topic}: ${faults.join(' | ') || 'nothing may be said here'}`;
}

function faultOfClaims(topic: string, welcome: unknown): string | undefined {
  const { jws } = welcome as { jws: string }; // the schema above has just said so
  const claims = Buffer.from(jws.split('.')[1] ?? '', 'base64url').toString('utf8');
  const validate = validatorOf('welcomeClaims');
  try {
    return validate(JSON.parse(claims)) ? undefined : `${topic}: claims ${explain(validate.errors)}`;
  } catch {
    return `${topic}: the claims are not JSON`;
  }
}
