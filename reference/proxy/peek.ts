import type { Socket } from 'node:net';

/**
 * Reads what a client begins with until `read` makes something of it, and puts all of it back: whoever takes the
 * socket over then finds it unread. A client that says too little for that within `timeout` milliseconds, or
 * leaves before, is cut off and nothing is told.
 *
 * @param read of all bytes so far: what they are, or how many there have to be at least before it is asked again
 */
export function peek<T>(
  socket: Socket,
  timeout: number,
  read: (bytes: Buffer) => T | number,
  tell: (what: T) => void,
): void {
  const chunks: Buffer[] = [];
  let length = 0;
  let needed = 1;
  // Counted from the beginning: a client that sends one byte now and then does not get more time.
  const overdue = setTimeout(() => socket.destroy(), timeout);
  const stop = (): void => clearTimeout(overdue);
  const take = (): void => {
    const chunk: Buffer | null = socket.read();
    if (chunk === null) return;
    chunks.push(chunk);
    length += chunk.length;
    if (length < needed) return;
    const bytes = chunks.length === 1 ? chunk : Buffer.concat(chunks);
    const what = read(bytes);
    if (typeof what === 'number') {
      needed = what;
      return;
    }
    socket.off('readable', take).off('end', leave).off('close', stop);
    stop();
    socket.unshift(bytes);
    tell(what);
  };
  const leave = (): void => {
    socket.destroy();
  };
  // Whoever takes over hears of what comes later; that a client broke off is nobody's error.
  socket.on('error', () => {});
  socket.on('readable', take).on('end', leave).once('close', stop);
}
