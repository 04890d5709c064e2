/**
 * A bundle is a plain tar of three files, so that any tar lists it: the manifest, its signature, and the archive of the volume.
 * What stands before the archive has one size, so that it can be written last; and one form, so that no byte of it is free.
 */
const block = 512;
export const manifestSize = 8 * 1024;
export const signatureSize = 64;

const names = { manifest: 'manifest.json', signature: 'manifest.sig', data: 'data.tar' } as const;

/** Bytes before the archive. */
export const headSize = block + manifestSize + block + block + block;

const padding = (size: number): number => (block - (size % block)) % block;

/** Bytes after an archive: to the end of its block, and the two empty blocks that end a tar. */
export const tailSize = (payload: number): number => padding(payload) + 2 * block;

/** All that stands before an archive of so many bytes. */
export const printHead = (manifest: Buffer, signature: Buffer, payload: number): Buffer =>
  Buffer.concat([
    header(names.manifest, manifestSize),
    manifest,
    header(names.signature, signatureSize),
    signature,
    Buffer.alloc(padding(signatureSize)),
    header(names.data, payload),
  ]);

/** Where in a head the manifest and the signature lie. */
export const partsOf = (head: Buffer): { readonly manifest: Buffer; readonly signature: Buffer } => {
  const begin = block + manifestSize + block;
  return {
    manifest: head.subarray(block, block + manifestSize),
    signature: head.subarray(begin, begin + signatureSize),
  };
};

/** The signed bytes: the text, filled up with spaces. null: it is too long. */
export function fillManifest(text: string): Buffer | null {
  const bytes = Buffer.from(text, 'utf8');
  if (bytes.length >= manifestSize) return null;
  const filled = Buffer.alloc(manifestSize, ' ');
  bytes.copy(filled);
  filled[manifestSize - 1] = 0x0a;
  return filled;
}

/** A header of the ustar form (POSIX.1-1988): a plain file of mode 0600, owner 0, time 0. */
function header(name: string, size: number): Buffer {
  const bytes = Buffer.alloc(block);
  const text = (value: string, at: number): void => void bytes.write(value, at, 'latin1');
  text(name, 0);
  text('0000600\0', 100);
  text('0000000\0', 108);
  text('0000000\0', 116);
  printSize(bytes, size);
  text('00000000000\0', 136);
  text('        ', 148);
  text('0', 156);
  text('ustar\x0000', 257);
  let sum = 0;
  for (const byte of bytes) sum += byte;
  text(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return bytes;
}

// Eleven octal digits hold 8 GiB; from there on the size is binary, with the highest bit set (as GNU tar has it).
function printSize(bytes: Buffer, size: number): void {
  if (size < 8 ** 11) {
    bytes.write(`${size.toString(8).padStart(11, '0')}\0`, 124, 'latin1');
    return;
  }
  bytes[124] = 0x80;
  bytes.writeBigUInt64BE(BigInt(size), 128);
}
