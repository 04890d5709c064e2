/** One field of a protobuf message: `bytes` of a length-delimited one, `value` of a number. */
export type Field = { readonly number: number; readonly bytes: Buffer; readonly value: number };

const nothing = Buffer.alloc(0);

/**
 * The fields of a protobuf message in the order in which they stand there (wire format 3, without groups). Numbers beyond 2^53
 * lose their last digits. Throws for what is no message.
 */
export function fieldsOf(message: Buffer): Field[] {
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

/** The text of a field; '' where the message has none of this number. */
export const textIn = (fields: readonly Field[], wanted: number): string =>
  bytesIn(fields, wanted).toString('utf8');

/** The bytes of a field; empty where the message has none of this number. */
export const bytesIn = (fields: readonly Field[], wanted: number): Buffer =>
  fields.find(({ number }) => number === wanted)?.bytes ?? nothing;

/** The number in a field; 0 where the message has none, as protobuf has it. */
export const numberIn = (fields: readonly Field[], wanted: number): number =>
  fields.find(({ number }) => number === wanted)?.value ?? 0;

/** The entries of a `map<string, string>`. */
export const mapIn = (fields: readonly Field[], wanted: number): ReadonlyMap<string, string> =>
  new Map(
    fields
      .filter(({ number }) => number === wanted)
      .map(({ bytes }) => fieldsOf(bytes))
      .map((entry) => [textIn(entry, 1), textIn(entry, 2)]),
  );

/** A text field as it is sent; one that is empty is left out, as protobuf has it. */
export const textField = (number: number, text: string): Buffer => bytesField(number, Buffer.from(text));

/** A field of bytes or of a message; one that is empty is left out. */
export const bytesField = (number: number, bytes: Buffer): Buffer =>
  bytes.length === 0 ? nothing : messageField(number, bytes);

/** A field of a message that is sent even if it is empty: that it is there says something. */
export const messageField = (number: number, bytes: Buffer): Buffer =>
  Buffer.concat([varintOf(number * 8 + 2), varintOf(bytes.length), bytes]);

/** A whole number; negative ones as the two's complement of 64 bits. */
export const numberField = (number: number, value: number | bigint): Buffer =>
  value === 0 || value === 0n
    ? nothing
    : Buffer.concat([varintOf(number * 8), varintOf(BigInt.asUintN(64, BigInt(value)))]);

/** A `map<string, string>`. */
export const mapField = (number: number, entries: Readonly<Record<string, string>>): Buffer =>
  Buffer.concat(
    Object.entries(entries).map(([key, value]) =>
      messageField(number, Buffer.concat([textField(1, key), textField(2, value)])),
    ),
  );

function varintOf(value: number | bigint): Buffer {
  const bytes: number[] = [];
  let rest = BigInt(value);
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  return Buffer.from([...bytes, Number(rest)]);
}
