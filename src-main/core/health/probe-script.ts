/**
 * The words of a command that runs a health check inside its container again and again: it ends with 0 the moment the check
 * succeeds, and with the check's own code after `attempts` failures. Its output is that of the last attempt. One such command
 * costs the engine what a single check costs, so attempts can follow each other closely; they run at low priority, so that they
 * take no time from the service they wait for. It ends by itself, whatever became of who asked.
 *
 * The entry scripts of the official database images first run a temporary server, which answers the same check and then goes
 * away; after that the script gives its place to the real one. While a shell runs such a script an answer is no success.
 *
 * Needs `sh` and `sleep` in the container; without `sh` the engine answers 126 or 127.
 */
export const probeScript = (
  command: readonly string[],
  attempts: number,
  pauseSeconds: number,
): readonly string[] => ['sh', '-c', script, 'probe', String(attempts), String(pauseSeconds), ...command];

const script = `attempts=$1 pause=$2; shift 2
command -v nice >/dev/null 2>&1 && set -- nice -n 5 "$@"
preparing() {
  for file in /proc/[0-9]*/cmdline; do tr '\\0' ' ' <"$file"; echo; done 2>/dev/null |
    grep -Eq '^([^ ]*/)?(ba|da|a)?sh ([^ ]*/)?docker-(entrypoint|ensure-initdb)' 2>/dev/null
}
while :; do
  output=$("$@" 2>&1); code=$?
  if [ $code -eq 0 ] && preparing; then code=1; output="still preparing its data: $output"; fi
  attempts=$((attempts - 1))
  if [ $code -eq 0 ] || [ $attempts -le 0 ]; then break; fi
  sleep "$pause" 2>/dev/null || sleep 1
done
printf '%s\\n' "$output"
exit $code`;
