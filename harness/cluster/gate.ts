/**
 * The way from an implementation under test to its API server: a port of its own, through which connections go
 * as they are, TLS or not. Shut, it is an API server that is away, while the harness still reaches the real one.
 */
import { createServer, connect as openConnection, type Socket } from 'node:net';

export interface Gate {
  /** Of 127.0.0.1. */
  readonly port: number;
  /** Connections that were asked for so far, those turned away among them. */
  readonly asked: number;
  /** Connections turned away since it was last shut. */
  readonly turnedAway: number;
  /** Resets every connection that is open, and each that is asked for from now on. */
  shut(): void;
  open(): void;
  stop(): Promise<void>;
}

/** A gate in front of a port of 127.0.0.1. It is open. */
export async function startGate(port: number): Promise<Gate> {
  const sockets = new Set<Socket>();
  let isOpen = true;
  let asked = 0;
  let turnedAway = 0;

  const server = createServer({ noDelay: true }, (client) => {
    asked += 1;
    client.on('error', () => {});
    if (!isOpen) {
      turnedAway += 1;
      reset(client);
      return;
    }
    const upstream = openConnection({ port, host: '127.0.0.1', noDelay: true });
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
    }
    join(client, upstream);
    join(upstream, client);
  });
  // The port stays taken while the gate is shut: a closed one could be given to somebody else meanwhile.
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The gate has no port.');

  const resetAll = () => {
    for (const socket of sockets) reset(socket);
  };
  return {
    port: address.port,
    get asked() {
      return asked;
    },
    get turnedAway() {
      return turnedAway;
    },
    shut() {
      isOpen = false;
      turnedAway = 0;
      resetAll();
    },
    open() {
      isOpen = true;
    },
    stop() {
      const stopped = new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
      resetAll();
      return stopped;
    },
  };
}

/** Passes on what comes in, and how it ends: a reset as a reset. */
function join(from: Socket, to: Socket): void {
  from.pipe(to);
  from.on('error', () => reset(to));
  from.on('close', () => to.destroySoon());
}

/** A socket that has said that it sends no more can't be reset: Node would never close its handle. */
function reset(socket: Socket): void {
  if (socket.writableEnded) socket.destroy();
  else socket.resetAndDestroy();
}
