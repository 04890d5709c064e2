import { fail, ok, type Result } from '../../contract/result.ts';

/** What the short form of a mount says. `source` null: an anonymous volume. */
export type ShortVolume = {
  readonly type: 'bind' | 'volume';
  readonly source: string | null;
  readonly target: string;
  readonly isReadOnly: boolean;
  /** False for the shortest specifications, which compose leaves without an options object. */
  readonly hasOptions: boolean;
  readonly noCopy: boolean;
  readonly selinux: string | null;
  readonly propagation: string | null;
};

const propagations = ['private', 'rprivate', 'shared', 'rshared', 'slave', 'rslave'];

/**
 * The short form `[source:]target[:options]`, read as compose-go 2.9 does (format/volume.go), traps included: one letter
 * before a colon is a Windows drive, so `v:/v` has no source; unknown options mean nothing. The error is a message.
 */
export function splitVolume(text: string): Result<ShortVolume, string> {
  if (text === '') return fail('an empty volume');
  if (text.length <= 2) return ok({ ...volume(null, text, []), hasOptions: false });
  const parts = splitAtColons(text);
  if (parts.includes('')) return fail(`${JSON.stringify(text)} has an empty part between colons`);
  const [first = '', target, options = '', ...more] = parts;
  if (more.length > 0) return fail(`${JSON.stringify(text)} has too many colons`);
  return ok(target === undefined ? volume(null, first, []) : volume(first, target, options.split(',')));
}

/** A colon inside `${…}` separates nothing: where variables are not replaced, it belongs to one. */
function splitAtColons(text: string): string[] {
  const parts: string[] = [];
  let part = '';
  let open = 0;
  for (const char of text) {
    if (char === '{' && part.endsWith('$')) open += 1;
    if (char === '}' && open > 0) open -= 1;
    if (char !== ':' || open > 0 || isDrive(part)) {
      part += char;
      continue;
    }
    parts.push(part);
    part = '';
  }
  return [...parts, part];
}

const isDrive = (text: string): boolean => /^\p{L}$/u.test(text);

function volume(source: string | null, target: string, options: readonly string[]): ShortVolume {
  return {
    type: source !== null && isHostPath(source) ? 'bind' : 'volume',
    source,
    target,
    isReadOnly: options.findLast((option) => option === 'ro' || option === 'rw') === 'ro',
    hasOptions: true,
    noCopy: options.includes('nocopy'),
    selinux: options.findLast((option) => option === 'z' || option === 'Z') ?? null,
    propagation: options.findLast((option) => propagations.includes(option)) ?? null,
  };
}

/** True for a source that names a place on the host and not a volume. */
export function isHostPath(source: string): boolean {
  return /^[./~]/.test(source) || source.startsWith('\\\\') || /^\p{L}:/u.test(source);
}
