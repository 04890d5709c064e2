/** What a shortcut is compared with: the fields of a keyboard event that matter. */
export type KeyPress = {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
};

/**
 * Whether a press is the shortcut, written as `Ctrl+Shift+D`. Digits and letters are compared by the key's place
 * (`code`), because Alt and Shift change what it types. Command stands for Ctrl on a Mac.
 */
export function isShortcut(press: KeyPress, shortcut: string): boolean {
  const parts = shortcut.split('+');
  const key = parts.at(-1) ?? '';
  const wants = (name: string) => parts.slice(0, -1).includes(name);
  return (
    wants('Ctrl') === (press.ctrlKey || press.metaKey) &&
    wants('Shift') === press.shiftKey &&
    wants('Alt') === press.altKey &&
    (press.code === codeOf(key) || press.key === key)
  );
}

function codeOf(key: string): string {
  return /^\d$/.test(key) ? `Digit${key}` : `Key${key.toUpperCase()}`;
}
