/** A step of a BuildKit build (a vertex of its graph). */
export type BuildStep = {
  readonly digest: string;
  readonly name: string;
  readonly cached: boolean;
  readonly started: boolean;
  readonly completed: boolean;
  readonly error: string;
};

export type BuildTrace = { readonly steps: readonly BuildStep[]; readonly output: readonly string[] };

/**
 * Reads the `aux` of a `moby.buildkit.trace` line: base64 of a protobuf message StatusResponse (moby/buildkit,
 * api/services/control/control.proto): 1 vertexes {1 digest, 3 name, 4 cached, 5 started, 6 completed, 7 error}, 3 logs {4 msg}.
 * Fields that are not needed are passed over; what cannot be read is an empty trace, for progress is no reason to fail.
 */
export function readTrace(aux: string): BuildTrace {
  try {
    const fields = fieldsOf(Buffer.from(aux, 'base64'));
    return {
      steps: fields.filter(({ number }) => number === 1).map(({ bytes }) => stepOf(fieldsOf(bytes))),
      output: fields.filter(({ number }) => number === 3).map(({ bytes }) => textIn(fieldsOf(bytes), 4)),
    };
  } catch {
    return { steps: [], output: [] };
  }
}

function stepOf(fields: readonly Field[]): BuildStep {
  const has = (number: number): boolean => fields.some((field) => field.number === number);
  return {
    digest: textIn(fields, 1),
    name: textIn(fields, 3),
    cached: fields.some(({ number, value }) => number === 4 && value !== 0),
    started: has(5),
    completed: has(6),
    error: textIn(fields, 7),
  };
}

const textIn = (fields: readonly Field[], wanted: number): string =>
  fields.find(({ number }) => number === wanted)?.bytes.toString('utf8') ?? '';

/** One field of a protobuf message: `bytes` of a length-delimited one, `value` of a number. */
type Field = { readonly number: number; readonly bytes: Buffer; readonly value: number };

const nothing = Buffer.alloc(0);

function fieldsOf(message: Buffer): Field[] {
  const fields: Field[] = [];
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = message.readUInt8(at);
      at += 1;
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
  };
  while (at < message.length) {
    const key = varint();
    const number = Math.floor(key / 8);
    const wire = key % 8;
    if (wire === 0) fields.push({ number, bytes: nothing, value: varint() });
    else if (wire === 1) at += 8;
    else if (wire === 5) at += 4;
    else if (wire !== 2) throw new Error('not protobuf');
    else {
      const length = varint();
      fields.push({ number, bytes: message.subarray(at, at + length), value: 0 });
      at += length;
    }
  }
  return fields;
}
