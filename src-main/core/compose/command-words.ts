/**
 * A command line split into words as compose-go does it (go-shellwords without variables and backticks): quotes and
 * backslashes as in a shell, but everything from the first bare `;`, `&`, `|`, `<` or `>` on is dropped, and `$(…)` and
 * backticks only keep their words together. null: something stays open, or stands where it cannot.
 */
export function commandWords(line: string): readonly string[] | null {
  const state: Splitting = { words: [], word: '', hasWord: false, isEscaped: false, open: new Set() };
  for (const char of line) {
    const next = take(state, char);
    if (next === 'refuse') return null;
    if (next === 'end') break;
  }
  if (state.open.size > 0 || state.isEscaped) return null;
  return state.hasWord ? [...state.words, state.word] : state.words;
}

/** `)` stands for an open `$(`, though one that opens nothing counts as well. */
type Open = '"' | "'" | '`' | ')';

type Splitting = {
  words: string[];
  word: string;
  hasWord: boolean;
  isEscaped: boolean;
  readonly open: Set<Open>;
};

type Next = 'go on' | 'end' | 'refuse';

function take(state: Splitting, char: string): Next {
  if (state.isEscaped) {
    state.isEscaped = false;
    return add(state, char);
  }
  if (char === '\\') return backslash(state);
  if (char === ' ' || char === '\t' || char === '\r' || char === '\n') return space(state, char);
  return special(state, char);
}

function backslash(state: Splitting): Next {
  if (state.open.has("'")) state.word += '\\';
  else state.isEscaped = true;
  return 'go on';
}

function add(state: Splitting, char: string): Next {
  state.word += char;
  state.hasWord = true;
  return 'go on';
}

function space(state: Splitting, char: string): Next {
  if (state.open.size > 0) {
    state.word += char;
    return 'go on';
  }
  if (state.hasWord) state.words.push(state.word);
  state.word = '';
  state.hasWord = false;
  return 'go on';
}

function special(state: Splitting, char: string): Next {
  const isOpen = (...marks: readonly Open[]): boolean => marks.some((mark) => state.open.has(mark));
  if (char === '`' && !isOpen("'", '"', ')')) toggle(state, '`');
  if (char === ')' && !isOpen("'", '"', '`')) toggle(state, ')');
  if (char === '(' && !isOpen("'", '"', '`')) {
    if (isOpen(')') || !state.word.endsWith('$')) return 'refuse';
    toggle(state, ')');
  }
  if (char === '"' && !isOpen("'", ')')) return quote(state, '"');
  if (char === "'" && !isOpen('"', ')')) return quote(state, "'");
  if (';&|<>'.includes(char) && state.open.size === 0) return end(state, char);
  return add(state, char);
}

function toggle(state: Splitting, mark: Open): void {
  if (!state.open.delete(mark)) state.open.add(mark);
}

function quote(state: Splitting, mark: '"' | "'"): Next {
  if (state.open.has(mark)) state.hasWord = true;
  toggle(state, mark);
  return 'go on';
}

/** The number before a `>` is a file descriptor and goes with what is dropped. */
function end(state: Splitting, char: string): Next {
  if (char === '>' && /^[0-9]/.test(state.word)) state.hasWord = false;
  return 'end';
}
