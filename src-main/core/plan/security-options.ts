import type { ServiceModel } from '../compose/model.ts';

/** What requests carry beyond the model: files by the path as the Compose file writes it, variables by their `variableKey`. */
export type RequestTexts = Readonly<Record<string, string>>;

const profilePrefix = 'seccomp=';
const systemPaths = 'systempaths=unconfined';

/** The file that a security option names as its seccomp profile; null where it names none. */
export function seccompFile(option: string): string | null {
  if (!option.startsWith(profilePrefix)) return null;
  const profile = option.slice(profilePrefix.length);
  return profile === 'unconfined' || profile === 'builtin' ? null : profile;
}

/**
 * SecurityOpt, and the empty lists of paths by which compose says `systempaths=unconfined` (docker compose 2.40). The engine
 * takes a seccomp profile as text, so its file is replaced by its JSON without spaces.
 */
export function securityOptions(service: ServiceModel, texts: RequestTexts): Record<string, unknown> {
  const options = service.security_opt ?? [];
  const given = options.filter((option) => option !== systemPaths);
  return {
    SecurityOpt: given.map((option) => {
      const text = texts[seccompFile(option) ?? ''];
      return text === undefined ? option : `${profilePrefix}${compactJson(text)}`;
    }),
    ...(given.length === options.length ? {} : { MaskedPaths: [], ReadonlyPaths: [] }),
  };
}

/** Drops the spaces between tokens and changes nothing else: parsing and printing would rewrite numbers. */
const compactJson = (text: string): string =>
  text.replaceAll(/"(?:[^"\\]|\\.)*"|\s+/g, (token) => (token.startsWith('"') ? token : ''));
