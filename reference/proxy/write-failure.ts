import type { Socket } from 'node:net';

type Written = (error?: Error | null) => void;

/**
 * Lets what the pod has said be read to its end before the connection fails for an error in writing to it. A pod that
 * answers before it has read the request, and closes then, resets the connection (RFC 9112, section 9.6): what is still
 * being written fails at once, while the answer lies there unread. A stream of Node's that has failed reads nothing more,
 * so that it is told of the failure only then; of such a connection the end always comes.
 */
export function readBeforeWriteFailure(socket: Socket): void {
  const { _write: write, _writev: writeMany } = socket;
  const afterReading = (written: Written): Written => {
    return (error) => {
      if (error === undefined || error === null || !isWriteFailure(error) || socket.readableEnded)
        written(error);
      else socket.once('end', () => written(error));
    };
  };
  socket._write = (chunk, encoding, written) => write.call(socket, chunk, encoding, afterReading(written));
  socket._writev = (chunks, written) => writeMany?.call(socket, chunks, afterReading(written));
}

function isWriteFailure(error: Error): boolean {
  return 'syscall' in error && error.syscall === 'write';
}
