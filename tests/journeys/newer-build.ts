// A door before the centre that serves the same build until told to serve a newer one: every byte passes, only the service worker changes.
import { createServer, type IncomingMessage, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Centre } from './centre.ts';

export class NewerBuild {
  readonly #centre: Centre;
  readonly #server: Server;
  readonly #sockets = new Set<Duplex>();
  #suffix = '';

  private constructor(centre: Centre) {
    this.#centre = centre;
    this.#server = createServer((asked, answer) => {
      const passed = request(this.#target(asked), (response) => {
        const isWorker = asked.url?.split('?')[0]?.endsWith('/sw.js') === true;
        const { 'content-length': _length, etag: _tag, ...headers } = response.headers;
        answer.writeHead(response.statusCode ?? 502, isWorker ? headers : response.headers);
        response.on('end', () => answer.end(isWorker ? this.#suffix : ''));
        response.on('data', (bytes: Buffer) => answer.write(bytes));
      });
      passed.on('error', () => answer.destroy());
      asked.pipe(passed);
    });
    this.#server.on('upgrade', (asked, socket) => this.#upgrade(asked, socket));
  }

  static async before(centre: Centre): Promise<NewerBuild> {
    const door = new NewerBuild(centre);
    await new Promise<void>((resolve) => door.#server.listen(0, '127.0.0.1', resolve));
    return door;
  }

  get url(): string {
    const { port } = door(this.#server);
    return `http://127.0.0.1:${port}`;
  }

  /** From now on the service worker differs: a newer build has been installed at the centre. */
  arrive(): void {
    this.#suffix = `\n// newer ${this.#suffix.length}`;
  }

  /** The centre judges Host and Origin: it must see its own. */
  #target(asked: IncomingMessage) {
    const { host, port } = new URL(this.#centre.url);
    const headers: Record<string, string | string[] | undefined> = { ...asked.headers, host };
    if (headers.origin !== undefined) headers.origin = this.#centre.url;
    return { host: '127.0.0.1', port, path: asked.url, method: asked.method, headers };
  }

  #upgrade(asked: IncomingMessage, socket: Duplex): void {
    const passed = request(this.#target(asked));
    passed.on('upgrade', (response, far) => {
      const lines = Object.entries(response.headers).map(([name, value]) => `${name}: ${String(value)}`);
      socket.write(`HTTP/1.1 101 Switching Protocols\r\n${lines.join('\r\n')}\r\n\r\n`);
      for (const [from, to] of [
        [socket, far],
        [far, socket],
      ] as const) {
        this.#sockets.add(from);
        from.on('error', () => to.destroy());
        from.on('close', () => to.destroy());
        from.pipe(to);
      }
    });
    passed.on('error', () => socket.destroy());
    passed.end();
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

function door(server: Server): AddressInfo {
  return server.address() as AddressInfo; // listens on a port, so it is no pipe
}
