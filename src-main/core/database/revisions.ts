// What tools say on their way, as text or as JSON; a revision is the first word of any other line.
const chatter = /^(?:[{[]|(?:INFO|WARN|WARNING|DEBUG|ERROR)\b)/;

/** The revisions that a migration tool printed, one a line, each once. */
export function revisionsIn(output: string): readonly string[] {
  const lines = output.split('\n').map((line) => line.trim());
  const first = lines.flatMap((line) =>
    line === '' || chatter.test(line) ? [] : [line.split(/\s+/)[0] ?? ''],
  );
  return [...new Set(first.filter((word) => word !== ''))];
}
