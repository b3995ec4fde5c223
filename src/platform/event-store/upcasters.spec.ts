import { describe, expect, it } from '@jest/globals';
import { EventStore } from './event-store.js';
import { Upcasters } from './upcasters.js';

const stored = {
  event_id: 'a',
  event_type: 'QuoteSent',
  schema_version: 1,
  data: { to: 'a@b.example' },
  metadata: { ip: null },
};

function aMovedSchema(): Upcasters {
  const upcasters = new Upcasters();
  upcasters.register('QuoteSent', 1, ({ to, ...rest }) => ({ ...rest, recipients: [to] }));
  upcasters.register('QuoteSent', 2, (data) => ({ ...data, channel: 'mail' }));
  return upcasters;
}

/** An event store over one row. */
function storeOf(row: object, upcasters: Upcasters): EventStore {
  return new EventStore(
    { query: async () => [row] } as never,
    undefined as never,
    upcasters,
    undefined as never,
    undefined as never,
  );
}

describe('an event whose schema has moved', () => {
  it('is read in its newest shape, step by step', async () => {
    const event = await storeOf(stored, aMovedSchema()).find('a');
    expect(event).toMatchObject({ schema_version: 3, data: { recipients: ['a@b.example'], channel: 'mail' } });
    expect(event!.data).not.toHaveProperty('to');
    expect(stored).toMatchObject({ schema_version: 1, data: { to: 'a@b.example' } });
  });

  it('joins in where it was stored half-way', async () => {
    const row = { ...stored, schema_version: 2, data: { recipients: ['x'] } };
    expect(await storeOf(row, aMovedSchema()).find('a')).toMatchObject({
      schema_version: 3,
      data: { recipients: ['x'], channel: 'mail' },
    });
  });

  it('stays as it is in its newest version, and where its type never moved', () => {
    expect(aMovedSchema().lift({ ...stored, schema_version: 3 })).toEqual({ ...stored, schema_version: 3 });
    expect(aMovedSchema().lift({ ...stored, event_type: 'QuoteExpired' })).toEqual({
      ...stored,
      event_type: 'QuoteExpired',
    });
  });

  it('is not understood by a build older than itself', async () => {
    const newer = (await storeOf({ ...stored, schema_version: 4 }, aMovedSchema()).find('a'))!;
    expect(storeOf({}, aMovedSchema()).understands(newer)).toBe(false);
    expect(newer.data).toEqual(stored.data);
    expect(storeOf({}, aMovedSchema()).understands({ ...newer, schema_version: 3 })).toBe(true);
  });

  it('refuses a step that leaves one out', () => {
    expect(() => aMovedSchema().register('QuoteSent', 4, (data) => data)).toThrow('from version 3');
    expect(() => new Upcasters().register('QuoteSent', 2, (data) => data)).toThrow('from version 1');
  });
});
