import type { ServiceName } from '../../contract/names.ts';
import type { LogLine } from '../../contract/view.ts';
import { cleanText, withoutColours } from './clean.ts';
import { correlationOf } from './correlation.ts';
import { fieldsOf } from './fields.ts';
import { levelOf } from './level.ts';
import { type RawLine, shownCharacters } from './lines.ts';

/**
 * A line as doors show it. Cleaned, then redacted (a value with a control sequence inside is found so), then cut; the level
 * and the correlation id are read from the whole line.
 */
export function toLogLine(service: ServiceName, line: RawLine, redact: (text: string) => string): LogLine {
  const text = redact(cleanText(line.text));
  const plain = withoutColours(text);
  const fields = fieldsOf(plain);
  return {
    service,
    stream: line.stream,
    at: line.at,
    text: cut(text, line.lost),
    level: levelOf(plain, fields),
    correlation: correlationOf(plain, fields),
  };
}

// Cleaned again, because the cut may go through a colour or a character of two halves.
function cut(text: string, lost: number): string {
  const more = lost + Math.max(0, text.length - shownCharacters);
  return more === 0 ? text : `${cleanText(text.slice(0, shownCharacters))}… (${more} more characters)`;
}
