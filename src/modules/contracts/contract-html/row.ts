/** One line of a list: what it is and what it says. A wide one has a line to itself. */
export interface Row {
  label: string;
  value: string;
  wide?: boolean;
}

/** Nothing where there is no value. */
export function given(label: string, value: string | null): Row[] {
  return value === null ? [] : [{ label, value }];
}
