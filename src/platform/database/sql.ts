const PARTS = Symbol('parts');

/**
 * A statement or a part of one: text with a place for every value, and the values. Made by the `sql` tag, so that a name
 * comes from a table's value and everything else is bound.
 */
export interface Sql {
  readonly [PARTS]: {
    /** The text around the values: one piece more than there are values. */
    readonly pieces: readonly string[];
    readonly values: readonly unknown[];
  };
}

/**
 * Makes a statement: what is SQL itself (a table, a column, another `sql`) is put in, every other value is bound.
 * @throws where a value is undefined, which is a mistake and never a NULL
 */
export function sql(strings: TemplateStringsArray, ...parts: readonly unknown[]): Sql {
  const pieces = [strings[0]!];
  const values: unknown[] = [];
  parts.forEach((part, index) => {
    if (part === undefined) throw new Error(`Value ${index + 1} is undefined in: ${strings.join('…')}`);
    const after = strings[index + 1]!;
    if (isSql(part)) {
      const [first, ...rest] = part[PARTS].pieces;
      pieces[pieces.length - 1] += first!;
      pieces.push(...rest);
      pieces[pieces.length - 1] += after;
      values.push(...part[PARTS].values);
    } else {
      values.push(part);
      pieces.push(after);
    }
  });
  return { [PARTS]: { pieces, values } };
}

/** Text that is SQL as it stands. Never of what came from outside. */
export function raw(text: string): Sql {
  return { [PARTS]: { pieces: [text], values: [] } };
}

/** Parts with something between them; nothing where there are none. */
export function join(parts: readonly Sql[], between = ', '): Sql {
  return parts.reduce<Sql>((all, part, index) => (index === 0 ? part : sql`${all}${raw(between)}${part}`), raw(''));
}

/** All conditions; true where there are none. */
export function and(conditions: readonly Sql[]): Sql {
  return conditions.length === 0 ? raw('true') : join(conditions, ' AND ');
}

/** Any of the conditions, in parentheses; false where there are none. */
export function or(conditions: readonly Sql[]): Sql {
  return conditions.length === 0 ? raw('false') : sql`(${join(conditions, ' OR ')})`;
}

/** A statement as PostgreSQL gets it, `$1` for the first value. */
export function bound(statement: Sql): { text: string; values: unknown[] } {
  const { pieces, values } = statement[PARTS];
  return { text: pieces.reduce((text, piece, index) => `${text}$${index}${piece}`), values: [...values] };
}

export function isSql(value: unknown): value is Sql {
  return typeof value === 'object' && value !== null && PARTS in value;
}
