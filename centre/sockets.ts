/** WebSocket upgrades at /mqtt: who may open one, how many at once, how large a packet; it reads no MQTT but its lengths. */
import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { createWebSocketStream, type WebSocket, WebSocketServer } from 'ws';
import { centreLimits } from '../shared/contract/centre-limits.ts';
import { limits } from '../shared/contract/limits.ts';
import type { RefusalCode } from '../shared/contract/refusal-codes.ts';
import { PacketMeter } from './packet-meter.ts';

export const mqttPath = '/mqtt';

/** Room for the WebSocket frame beyond one MQTT packet. */
const frameSlack = 1_024;

export interface SocketParts {
  /** Undefined when Host and Origin are ours. */
  readonly judge: (request: IncomingMessage) => RefusalCode | undefined;
  readonly handle: (stream: Duplex, request: IncomingMessage, authenticated: () => void) => void;
  readonly refused: (address: string, code: RefusalCode) => void;
}

export interface Sockets {
  count(): number;
  close(): void;
}

/** Hangs itself on the server's upgrade event. */
export function openSockets(server: Server, parts: SocketParts): Sockets {
  const upgrader = new WebSocketServer({
    noServer: true,
    maxPayload: limits.packetBytesMax + frameSlack,
    perMessageDeflate: false,
    handleProtocols: (offered) => (offered.has('mqtt') ? 'mqtt' : false),
  });
  const doors = new Map<string, Door>();
  server.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    const address = socket.remoteAddress ?? '';
    const path = (request.url ?? '').split('?', 1)[0];
    const fault = path === mqttPath ? parts.judge(request) : 'E_NOT_FOUND';
    if (fault !== undefined) {
      parts.refused(address, fault);
      turnAway(socket, fault === 'E_NOT_FOUND' ? '404 Not Found' : '403 Forbidden');
      return;
    }
    const door = doors.get(address) ?? new Door(() => doors.delete(address));
    doors.set(address, door);
    door.enter(socket, {
      go: (leave) => {
        upgrader.handleUpgrade(request, socket, head, (ws) =>
          open(ws, socket, (stream) => parts.handle(stream, request, leave)),
        );
        socket.once('close', leave);
      },
      full: () => {
        parts.refused(address, 'E_RATE');
        turnAway(socket, '503 Service Unavailable');
      },
    });
  });
  return {
    count: () => upgrader.clients.size,
    close: () => {
      for (const ws of upgrader.clients) ws.terminate();
      upgrader.close();
    },
  };
}

function turnAway(socket: Socket, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

function open(ws: WebSocket, socket: Socket, handle: (stream: Duplex) => void): void {
  socket.setNoDelay(true); // with Nagle each receipt would wait for the other side's delayed ack
  const meter = new PacketMeter(limits.packetBytesMax);
  ws.on('message', (data) => {
    if (!meter.takes(data as Buffer)) ws.terminate(); // binaryType is nodebuffer, so data is one Buffer
  });
  const stream = createWebSocketStream(ws);
  stream.on('error', () => stream.destroy());
  handle(stream);
}

interface Visitor {
  go(leave: () => void): void;
  full(): void;
}

/** At most three sockets of one address that have not said who they are; the others wait their turn, briefly. */
class Door {
  readonly #empty: () => void;
  readonly #waiting: {
    readonly socket: Socket;
    readonly visitor: Visitor;
    readonly timer: NodeJS.Timeout;
  }[] = [];
  #inside = 0;

  constructor(empty: () => void) {
    this.#empty = empty;
  }

  enter(socket: Socket, visitor: Visitor): void {
    if (this.#inside < centreLimits.unauthenticatedPerAddress) {
      this.#admit(visitor);
      return;
    }
    if (this.#waiting.length >= centreLimits.socketsWaitingPerAddress) {
      visitor.full();
      return;
    }
    const timer = setTimeout(() => {
      const at = this.#waiting.findIndex((one) => one.socket === socket);
      if (at < 0) return;
      this.#waiting.splice(at, 1);
      visitor.full();
    }, centreLimits.connectWithinMs);
    this.#waiting.push({ socket, visitor, timer });
  }

  #admit(visitor: Visitor): void {
    this.#inside += 1;
    let isInside = true;
    visitor.go(() => {
      if (!isInside) return;
      isInside = false;
      this.#inside -= 1;
      this.#next();
    });
  }

  #next(): void {
    for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) {
      clearTimeout(next.timer);
      if (next.socket.destroyed) continue;
      this.#admit(next.visitor);
      return;
    }
    if (this.#inside === 0) this.#empty();
  }
}
