// Lone surrogates, which no text has by itself: what the reader of files has to say about the bytes it read.

/** Stands in place of bytes that are no UTF-8. */
export const notUtf8 = '\uDC80';

/** Stands before a text that was UTF-16, told by the mark at its start. */
export const wasUtf16 = '\uDC81';
