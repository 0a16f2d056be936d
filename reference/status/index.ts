/** Writes the address at which Ingresses are reached into their status. */
export {
  createStatusWriter,
  type StatusInput,
  type StatusWriter,
  type StatusWriterOptions,
} from './status-writer.ts';
