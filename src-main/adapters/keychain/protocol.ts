/** The service under which every entry stands in the keychain. */
export const keychainService = 'Berth';

/** One question to the keychain's own process. Values travel in messages alone: never in arguments or variables. */
export type Question =
  | { readonly id: number; readonly act: 'get'; readonly account: string }
  | { readonly id: number; readonly act: 'delete'; readonly account: string }
  | { readonly id: number; readonly act: 'set'; readonly account: string; readonly value: string };

/** `get`: the value or null; `set`: null; `delete`: whether there was one. */
export type Reply =
  | { readonly id: number; readonly ok: true; readonly value: string | boolean | null }
  | {
      readonly id: number;
      readonly ok: false;
      readonly fault: 'module-missing' | 'refused';
      readonly message: string;
    };

/** A message as one of ours; null: something else. */
export function asReply(message: unknown): Reply | null {
  if (message === null || typeof message !== 'object' || !('id' in message) || !('ok' in message))
    return null;
  if (typeof message.id !== 'number') return null;
  if (message.ok === true && 'value' in message) return message as Reply;
  return message.ok === false && 'fault' in message && 'message' in message ? (message as Reply) : null;
}
