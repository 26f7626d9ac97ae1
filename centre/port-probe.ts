/** Whether an address can be listened on, asked before anything is written; it keeps nothing open. */
import { createServer } from 'node:net';
import { startRefusal } from './start-refusal.ts';

/** Resolves when free. Rejects with StartRefusal: port taken, or an address this computer has not. */
export function probePort(host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => {
      const where = `${host}:${port}`;
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') reject(startRefusal('portTaken', where));
      else reject(startRefusal('hostUnknown', host));
    });
    probe.listen({ host, port, exclusive: true }, () => probe.close(() => resolve()));
  });
}
