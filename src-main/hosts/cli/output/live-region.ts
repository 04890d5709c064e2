import stringWidth from 'string-width';
import type { Paper } from './paper.ts';

const frameMs = 80;

/**
 * The lines at the bottom of a terminal that are drawn again in place, with finished lines growing above them. Drawn at
 * most about 12 times a second; cursor movement is written here and nowhere else.
 */
export class LiveRegion {
  readonly #paper: Paper;
  readonly #lines: () => readonly string[];
  readonly #timer: NodeJS.Timeout;
  #drawn = 0;

  /** `lines` is asked at every frame; each is cut to the width of the terminal. */
  constructor(paper: Paper, lines: () => readonly string[]) {
    this.#paper = paper;
    this.#lines = lines;
    this.#timer = setInterval(() => this.#draw(), frameMs);
  }

  /** Lines that stay. */
  above(lines: readonly string[]): void {
    if (lines.length === 0) return;
    this.#erase();
    for (const line of lines) this.#paper.line(line);
    this.#draw();
  }

  /** Takes the region away; what stays are the lines above. */
  end(): void {
    clearInterval(this.#timer);
    this.#erase();
  }

  #draw(): void {
    this.#erase();
    const width = Math.max(20, this.#paper.sink.columns - 1);
    const lines = this.#lines().map((line) => cut(line, width));
    for (const line of lines) this.#paper.line(line);
    this.#drawn = lines.length;
  }

  #erase(): void {
    if (this.#drawn > 0) this.#paper.sink.write(`\u001b[${this.#drawn}A\u001b[J`);
    this.#drawn = 0;
  }
}

/** Cut by what is seen: a colour has no width, and a line that wraps would break the count of lines to erase. */
function cut(line: string, width: number): string {
  const parts = line.split(/(\u001b\[[0-9;]*m)/);
  let left = width;
  const kept = parts.map((part, index) => {
    if (index % 2 === 1) return part;
    const columns = stringWidth(part);
    const shown = columns > left ? cutText(part, left) : part;
    left = Math.max(0, left - columns);
    return shown;
  });
  return kept.join('');
}

function cutText(text: string, width: number): string {
  if (width <= 0) return '';
  let shown = '';
  for (const character of text) {
    if (stringWidth(shown + character) > width - 1) break;
    shown += character;
  }
  return `${shown}\u2026`;
}
