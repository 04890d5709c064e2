const form =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[Tt ]+(\d{1,2}):(\d{1,2}):(\d{1,2})(?:\.(\d+))?(Z|[-+]\d{2}:\d{2})?)?$/;

/** A YAML date or time as Go writes it in JSON: RFC 3339, UTC where no zone is given. */
export function timestamp(text: string): string {
  const [
    ,
    year = '',
    month = '',
    day = '',
    hour = '0',
    minute = '0',
    second = '0',
    fraction = '',
    zone = 'Z',
  ] = form.exec(text) ?? [];
  const two = (part: string): string => part.padStart(2, '0');
  const rest = fraction.replace(/0+$/, '');
  return `${year}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}:${two(second)}${rest === '' ? '' : `.${rest}`}${zone}`;
}
