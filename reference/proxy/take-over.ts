import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Gives a server's connections to `accept` in place of HTTP, which begins on those that the function returned is
 * called with: the server still limits, counts and ends them all.
 */
export function takeOver(server: Server, accept: (socket: Socket) => void): (socket: Socket) => void {
  const listeners = server.listeners('connection');
  server.removeAllListeners('connection').on('connection', accept);
  return (socket) => {
    for (const listener of listeners) listener.call(server, socket);
  };
}
