/**
 * What may be told outside of the deliveries about why one failed: its code, undefined where it has none. The words of an
 * error can hold a person's data (a database names the values that it refused) and folders of this machine.
 */
export function publicReason(reason: string): string | undefined {
  const mail = /^(?:mail refused|mail not sent, try again later): ([\w. ]+)$/.exec(reason);
  const refusal = /^([a-z]+(?:_[a-z]+)+): /.exec(reason);
  return (mail ?? refusal)?.[1];
}
