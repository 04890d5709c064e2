/** A size for people: "12 MiB", "1.4 GiB"; never 0 for something that is there. */
export function bytesText(bytes: number): string {
  if (bytes < 1_073_741_824) return `${Math.max(1, Math.round(bytes / 1_048_576))} MiB`;
  return `${(bytes / 1_073_741_824).toFixed(1)} GiB`;
}
