/** What a person may choose. `system` leaves light, dark and contrast to the operating system. */
export type Theme = 'system' | 'light' | 'dark' | 'contrast';

/** Every theme, in the order a chooser shows them. */
export const themes: readonly Theme[] = ['system', 'light', 'dark', 'contrast'];

/** Reads a stored or typed theme; anything unknown is `system`. */
export function parseTheme(text: string | null): Theme {
  return themes.find((theme) => theme === text) ?? 'system';
}

/** Puts the theme on `root` (the `html` element), where tokens.css looks for it. */
export function applyTheme(theme: Theme, root: HTMLElement): void {
  if (theme === 'system') delete root.dataset['theme'];
  else root.dataset['theme'] = theme;
}
