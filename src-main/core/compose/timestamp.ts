/** A time after `T` has a zone, one after a space has none: the layouts that Go's yaml.v3 tries. */
const forms = [
  /^(\d{4})-(\d{1,2})-(\d{1,2})$/,
  /^(\d{4})-(\d{1,2})-(\d{1,2})[Tt](\d{1,2}):(\d{1,2}):(\d{1,2})(?:[.,](\d+))?(Z|[-+]\d{2}:\d{2})$/,
  /^(\d{4})-(\d{1,2})-(\d{1,2}) +(\d{1,2}):(\d{1,2}):(\d{1,2})(?:[.,](\d+))?$/,
];

type Parts = {
  readonly date: readonly [string, string, string];
  readonly time: readonly [string, string, string];
  readonly fraction: string;
  readonly zone: string;
};

function partsOf(text: string): Parts | null {
  // Most numbers are no dates: nothing is tried on them.
  if (text.charAt(4) !== '-') return null;
  for (const form of forms) {
    const found = form.exec(text);
    if (found === null) continue;
    const [, year = '', month = '', day = '', hour = '0', minute = '0', second = '0', fraction = ''] = found;
    return { date: [year, month, day], time: [hour, minute, second], fraction, zone: found[8] ?? 'Z' };
  }
  return null;
}

/** Whether an unquoted text is a date or a time, by its form and by the calendar. */
export function isTimestamp(text: string): boolean {
  const parts = partsOf(text);
  if (parts === null) return false;
  const [year, month, day] = parts.date.map(Number);
  const [hour, minute, second] = parts.time.map(Number);
  const zone = /^[-+](\d{2}):(\d{2})$/.exec(parts.zone);
  return (
    isWithin(month, 1, 12) &&
    isWithin(day, 1, daysIn(year ?? 0, month ?? 0)) &&
    isWithin(hour, 0, 23) &&
    isWithin(minute, 0, 59) &&
    isWithin(second, 0, 59) &&
    (zone === null || (Number(zone[1]) <= 24 && Number(zone[2]) < 60))
  );
}

const isWithin = (value: number | undefined, least: number, most: number): boolean =>
  value !== undefined && value >= least && value <= most;

/** Days of a month, 1 to 12, in the Gregorian calendar. */
function daysIn(year: number, month: number): number {
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  if (month === 2) return isLeap ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** A YAML date or time as Go writes it in JSON: RFC 3339 with up to nine digits of a second, UTC where no zone is given. */
export function timestamp(text: string): string {
  const parts = partsOf(text);
  if (parts === null) return text;
  const two = (part: string): string => part.padStart(2, '0');
  const rest = parts.fraction.slice(0, 9).replace(/0+$/, '');
  const zone = /^[-+]00:00$/.test(parts.zone) ? 'Z' : parts.zone;
  const seconds = parts.time.map(two).join(':') + (rest === '' ? '' : `.${rest}`);
  return `${parts.date.map(two).join('-')}T${seconds}${zone}`;
}
