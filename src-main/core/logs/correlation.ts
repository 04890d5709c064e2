import { type Fields, fieldsOf } from './fields.ts';

const names = [
  'correlation_id',
  'correlationid',
  'correlation-id',
  'x-correlation-id',
  'x_correlation_id',
  'request_id',
  'requestid',
  'request-id',
  'x-request-id',
  'x_request_id',
  'trace_id',
  'traceid',
  'trace.id',
  'trace-id',
] as const;

const longest = 128;

/** The id under which one request is known in several services, from a field of a JSON or logfmt line; null: none. */
export function correlationOf(line: string, fields: Fields | null = fieldsOf(line)): string | null {
  if (fields === null) return null;
  for (const name of names) {
    const id = fields(name)?.trim() ?? '';
    if (id !== '' && id !== '-' && id.length <= longest) return id;
  }
  return null;
}
