/**
 * A second way to a pod: its port on 127.0.0.1, from where connections go on to its own address as they are. Names of
 * this machine lead to it then, as external names of Services do.
 */
import { createServer, connect as openConnection, type Socket } from 'node:net';

/**
 * Resolves with what ends it, connections included; undefined where somebody else has the port, so that nothing leads
 * to the pod from there.
 */
export async function openAtLoopback(pod: {
  readonly address: string;
  readonly port: number;
}): Promise<(() => void) | undefined> {
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (client) => {
    const upstream = openConnection({ host: pod.address, port: pod.port, noDelay: true });
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(from);
      from.pipe(to);
      from.on('error', () => to.destroy());
      from.on('close', () => {
        sockets.delete(from);
        to.destroySoon();
      });
    }
  });
  const opened = await new Promise<boolean>((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(pod.port, '127.0.0.1', () => resolve(true));
  });
  if (!opened) return undefined;
  return () => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
}
