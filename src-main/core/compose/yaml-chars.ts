// The classes of characters that YAML tells apart, by code unit. The end of a text counts as the unit 0.

/** The end of a line: line feed, carriage return, next line, line separator or paragraph separator. */
export const isBreak = (unit: number): boolean =>
  unit === 10 || unit === 13 || unit === 0x85 || unit === 0x2028 || unit === 0x2029;

/** A space or a tab. */
export const isBlank = (unit: number): boolean => unit === 32 || unit === 9;

/** The end of a line, or of the text. */
export const isBreakOrEnd = (unit: number): boolean => unit === 0 || isBreak(unit);

/** A space, a tab, the end of a line, or of the text. */
export const isGap = (unit: number): boolean => isBlank(unit) || isBreakOrEnd(unit);

export const isDigit = (unit: number): boolean => unit >= 48 && unit <= 57;

/** A letter or digit of ASCII, `_` or `-`: what names of anchors and tags are made of. */
export const isWord = (unit: number): boolean =>
  (unit >= 97 && unit <= 122) || (unit >= 65 && unit <= 90) || isDigit(unit) || unit === 95 || unit === 45;
