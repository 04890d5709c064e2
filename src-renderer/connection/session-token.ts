const storageKey = 'berth.session';

/** The one-time code in the fragment of the page's address; null when there is none. */
export function codeInFragment(fragment: string): string | null {
  return new URLSearchParams(fragment.replace(/^#/, '')).get('code');
}

/**
 * The token of this page: bought with the one-time code of the address (which is removed from the address bar
 * first, so that it stays in no history), or kept in this tab from before a reload. Null: there is neither, or
 * the door refused the code.
 */
export async function sessionToken(): Promise<string | null> {
  const code = codeInFragment(location.hash);
  if (code === null) return sessionStorage.getItem(storageKey);
  history.replaceState(null, '', location.pathname + location.search);
  const token = await redeem(code);
  if (token === null) return null;
  sessionStorage.setItem(storageKey, token);
  return token;
}

/** Forgets the token of this tab, after the door refused it. */
export function forgetSessionToken(): void {
  sessionStorage.removeItem(storageKey);
}

async function redeem(code: string): Promise<string | null> {
  const answer = await fetch('/session', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code }),
  });
  if (!answer.ok) return null;
  const body: unknown = await answer.json();
  const token = typeof body === 'object' && body !== null && 'token' in body ? body.token : null;
  return typeof token === 'string' && /^[0-9a-f]{64}$/.test(token) ? token : null;
}
