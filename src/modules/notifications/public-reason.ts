/**
 * What may be mailed about a failure: its code, where it has one. The words of an error can hold a person's data
 * (a database names the values that it refused), so all other failures are read in the dead letter itself.
 */
export function publicReason(reason: string): string {
  const mail = /^(?:mail refused|mail not sent, try again later): ([\w. ]+)$/.exec(reason);
  const refusal = /^([a-z]+(?:_[a-z]+)+): /.exec(reason);
  return (mail ?? refusal)?.[1] ?? 'see the dead letter';
}
