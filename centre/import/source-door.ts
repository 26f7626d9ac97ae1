/** An admin's way to sources, tokens and deliveries: into a folder that nobody runs on, or over HTTP; it prints nothing. */
import type {
  DeliveryHead,
  DeliveryListed,
  DeliveryResult,
  SourceListed,
  TokenAdded,
  TokenListed,
} from '../../shared/contract/dossier-delivery.ts';
import { accept, type Result, refuse } from '../../shared/contract/refusal.ts';
import type { SourceDesk } from '../source-desk.ts';
import type { SourceToJudge } from '../sources.ts';
import { type Rows, takeRows, writeStream } from './row-stream.ts';

export interface SourceDoor {
  source(id: string): Promise<Result<SourceToJudge>>;
  sources(): Promise<Result<readonly SourceListed[]>>;
  setSource(value: unknown): Promise<Result<SourceListed>>;
  tokens(): Promise<Result<readonly TokenListed[]>>;
  addToken(value: unknown): Promise<Result<TokenAdded>>;
  revokeToken(name: string): Promise<Result<TokenListed>>;
  deliveries(): Promise<Result<readonly DeliveryListed[]>>;
  decide(id: string, verb: 'accept' | 'reject', by: string): Promise<Result<DeliveryListed>>;
  /** Rejects with what `rows` throws; then nothing was taken. */
  deliver(head: DeliveryHead, rows: Rows): Promise<Result<DeliveryResult>>;
}

export function folderSources(desk: SourceDesk): SourceDoor {
  const { sources, tokens, deliveries } = desk;
  return {
    source: async (id) => {
      const found = sources.find(id);
      return found === undefined ? refuse('E_NOT_FOUND', { path: 'source' }) : accept(found);
    },
    sources: async () => accept(desk.listSources()),
    setSource: async (value) => desk.setSource(value),
    tokens: async () => accept(tokens.list()),
    addToken: async (value) => tokens.add(value),
    revokeToken: async (name) => tokens.revoke(name),
    deliveries: async () => accept(deliveries.list()),
    decide: async (id, verb, by) => deliveries[verb](id, { by }),
    deliver: (head, rows) => takeRows(head, rows, desk),
  };
}

/** How a running centre is asked. `stream` sends lines of JSON as they come. */
export interface Caller {
  get<T>(path: string): Promise<Result<T>>;
  post<T>(path: string, body: unknown): Promise<Result<T>>;
  stream<T>(path: string, lines: AsyncIterable<string>): Promise<Result<T>>;
}

export function httpSources({ get, post, stream }: Caller): SourceDoor {
  const name = encodeURIComponent;
  return {
    source: (id) => get(`/api/sources/${name(id)}`),
    sources: () => get('/api/sources'),
    setSource: (value) => post('/api/sources', value),
    tokens: () => get('/api/tokens'),
    addToken: (value) => post('/api/tokens', value),
    revokeToken: (token) => post(`/api/tokens/${name(token)}/revoke`, {}),
    deliveries: () => get('/api/deliveries'),
    decide: (id, verb, by) => post(`/api/deliveries/${name(id)}/${verb}`, { by }),
    deliver: (head, rows) => stream('/api/imports', writeStream(head, rows)),
  };
}
