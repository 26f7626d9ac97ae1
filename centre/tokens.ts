/** Tokens of programs that call the centre: shown once, kept as SHA-256, compared in constant time, revoked for good; it opens no port. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { centreLimits } from '../shared/contract/centre-limits.ts';
import {
  type TokenAdded,
  type TokenListed,
  type TokenRole,
  tokenToAdd,
} from '../shared/contract/dossier-delivery.ts';
import { readValue } from '../shared/contract/reader.ts';
import { accept, type Result, refuse } from '../shared/contract/refusal.ts';
import type { LedgerFile } from './ledger-file.ts';
import type { Spent } from './spent.ts';

/** How often the time of last use is written down. */
const usedEveryMs = 60_000;

export interface KnownToken {
  readonly name: string;
  readonly role: TokenRole;
  /** Prefixes of units; empty: all. */
  readonly units: readonly string[];
  readonly hash: string;
  readonly addedAt: number;
  readonly usedAt: number | null;
  readonly revokedAt: number | null;
}

export interface TokensParts {
  readonly file: LedgerFile;
  readonly spent: Spent;
  readonly now: () => number;
}

export class Tokens {
  readonly #parts: TokensParts;
  readonly #tokens = new Map<string, KnownToken>();

  constructor(parts: TokensParts) {
    this.#parts = parts;
    const { file } = parts;
    for (const row of file.rows(file.query.selectFrom('token').selectAll().orderBy('added_at'))) {
      this.#tokens.set(row.name, {
        name: row.name,
        role: row.role as TokenRole, // written by add()
        units: JSON.parse(row.units) as string[], // likewise
        hash: row.hash,
        addedAt: row.added_at,
        usedAt: row.used_at,
        // A ledger from a backup may not know of a revocation; the other file does.
        revokedAt: row.revoked_at ?? (parts.spent.isTokenRevoked(row.hash) ? row.added_at : null),
      });
    }
  }

  list(): TokenListed[] {
    return [...this.#tokens.values()].map(listed);
  }

  /** Makes a token of 256 random bits. Refuses E_SCHEMA, E_CONFLICT (the name is in use), E_BUSY (too many). */
  add(value: unknown): Result<TokenAdded> {
    const read = readValue(tokenToAdd, value);
    if (!read.ok) return read;
    const { name, role, units } = read.value;
    const known = this.#tokens.get(name);
    if (known !== undefined && known.revokedAt === null) {
      return refuse('E_CONFLICT', { path: 'name', expected: 'a name that no token in force has' });
    }
    if (this.#tokens.size >= centreLimits.tokensMax && known === undefined) return refuse('E_BUSY');
    const token = `mct_${randomBytes(32).toString('base64url')}`;
    const made: KnownToken = {
      ...{ name, role, units },
      hash: hashOf(token).toString('hex'),
      addedAt: this.#parts.now(),
      usedAt: null,
      revokedAt: null,
    };
    const row = {
      ...{ name, role, hash: made.hash, units: JSON.stringify(units), added_at: made.addedAt },
      ...{ used_at: null, revoked_at: null },
    };
    const { file } = this.#parts;
    file.run(
      file.query
        .insertInto('token')
        .values(row)
        .onConflict((c) => c.column('name').doUpdateSet(row)),
    );
    this.#tokens.set(name, made);
    return accept({ ...listed(made), token });
  }

  /** Ends a token at once and for good. Refuses E_NOT_FOUND. */
  revoke(name: string): Result<TokenListed> {
    const known = this.#tokens.get(name);
    if (known === undefined) return refuse('E_NOT_FOUND', { path: 'name' });
    this.#parts.spent.revokeToken(known.hash);
    const revoked = { ...known, revokedAt: known.revokedAt ?? this.#parts.now() };
    const { file } = this.#parts;
    file.run(file.query.updateTable('token').set({ revoked_at: revoked.revokedAt }).where('name', '=', name));
    this.#tokens.set(name, revoked);
    return accept(listed(revoked));
  }

  /** The token in force that this is; looks at every one, so that the time says nothing. Notes the use. */
  find(token: string): KnownToken | undefined {
    const hash = hashOf(token);
    let found: KnownToken | undefined;
    for (const known of this.#tokens.values()) {
      const isSame = timingSafeEqual(Buffer.from(known.hash, 'hex'), hash);
      if (isSame && known.revokedAt === null) found = known;
    }
    if (found !== undefined) this.#use(found);
    return found;
  }

  #use(known: KnownToken): void {
    const { file, now } = this.#parts;
    const usedAt = now();
    if (known.usedAt !== null && usedAt - known.usedAt < usedEveryMs) return;
    this.#tokens.set(known.name, { ...known, usedAt });
    file.run(file.query.updateTable('token').set({ used_at: usedAt }).where('name', '=', known.name));
  }
}

const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();

function listed({ hash: _hash, ...token }: KnownToken): TokenListed {
  return token;
}
