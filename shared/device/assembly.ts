/** What a device is put together from, as types: for assemble.ts before the first paint and bring-up.ts behind it. */
import type { Enrolled } from '../contract/enrolment.ts';
import type { AppName } from '../contract/ids.ts';
import type { Result } from '../contract/refusal.ts';
import type { DeviceConfig } from '../contract/site-config.ts';
import type { Core } from './core.ts';
import type { Delivery } from './delivery.ts';
import type { Belongings } from './mirror.ts';
import type { Ports } from './ports.ts';
import type { ReadWelcome } from './signature.ts';
import type { StoreFacts } from './store-facts.ts';

export interface AssembleOptions {
  readonly app: AppName;
  readonly appVersion: string;
  /** Name of the database and of the lock that keeps a second tab out. */
  readonly store: string;
  readonly ports: Ports;
  readonly storeFacts: () => Promise<StoreFacts>;
  /** Trades a one-time code for an identity at the centre. */
  readonly requestIdentity: (code: string) => Promise<Result<Enrolled & { config: DeviceConfig }>>;
  readonly codeFromLink?: string | undefined;
  /** The part behind the first paint, loaded when the screen stands. */
  readonly loadDelivery: () => Promise<{ Delivery: typeof Delivery }>;
  readonly readWelcome?: ReadWelcome;
  /** Called once a device stands, before its delivery starts. */
  readonly onCore?: (core: Core) => void;
  /** The browser has closed the database under the page (its disk failed, or the user cleared it): only a new start helps. */
  readonly onStoreClosed?: () => void;
  readonly onDelivering?: (delivery: Delivery) => void;
}

export interface Start {
  readonly belongings: Belongings;
  readonly isRestored: boolean;
  readonly onRestored: (rows: number) => void;
}
