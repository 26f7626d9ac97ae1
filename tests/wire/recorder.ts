// Listens to a page's WebSockets and keeps every MQTT message it sends or gets, its will included; it changes nothing.
import mqttPacket from 'mqtt-packet';
import type { BrowserContext, Page, WebSocket } from 'playwright-core';
import { faultOf, type SeenMessage } from './document.ts';

/** One direction of one socket: bytes in, messages out. */
export function messageReader(
  direction: SeenMessage['direction'],
  onMessage: (message: SeenMessage) => void,
) {
  const parser = mqttPacket.parser({ protocolVersion: 4 });
  const tell = (topic: string, payload: string | Buffer, qos = 0, retain = false) =>
    onMessage({ topic, payload: Buffer.from(payload), qos, retain, direction });
  parser.on('packet', (packet) => {
    if (packet.cmd === 'publish') tell(packet.topic, packet.payload, packet.qos, packet.retain);
    if (packet.cmd === 'connect' && packet.will !== undefined)
      tell(packet.will.topic, packet.will.payload, packet.will.qos, packet.will.retain);
  });
  return (bytes: string | Buffer): void => {
    parser.parse(typeof bytes === 'string' ? Buffer.from(bytes) : bytes);
  };
}

/** Everything said on the wire by the pages that were followed. */
export class WireRecord {
  readonly messages: SeenMessage[] = [];
  private readonly hosts = new Set<string>();

  /** Must be called before the page is loaded; a reload and a reconnect are followed by themselves. */
  follow(page: Page): void {
    page.on('websocket', (socket) => this.listen(socket));
  }

  /** Follows every page that this context opens, and those it has. */
  followAll(context: BrowserContext): void {
    for (const page of context.pages()) this.follow(page);
    context.on('page', (page) => this.follow(page));
  }

  private listen(socket: WebSocket): void {
    this.hosts.add(new URL(socket.url()).host);
    const keep = (message: SeenMessage) => this.messages.push(message);
    const up = messageReader('up', keep);
    const down = messageReader('down', keep);
    socket.on('framesent', ({ payload }) => up(payload));
    socket.on('framereceived', ({ payload }) => down(payload));
  }

  /** Hosts to which a socket was opened. */
  socketHosts(): string[] {
    return [...this.hosts];
  }

  /** The messages whose topic ends so, oldest first, read as JSON. */
  said(ending: string): unknown[] {
    return this.messages
      .filter(({ topic }) => topic.endsWith(ending))
      .map(({ payload }) => JSON.parse(new TextDecoder().decode(payload)));
  }
}

/** Throws with one line per message that the AsyncAPI document does not allow. */
export function assertWireValid(messages: readonly SeenMessage[]): void {
  const faults = messages.flatMap((message) => faultOf(message) ?? []);
  if (faults.length > 0) throw new Error(`the document does not allow:\n${[...new Set(faults)].join('\n')}`);
}
