import { describe, expect, it } from '@jest/globals';
import { fact, personalFields } from '../../src/kernel/fact.js';
import { int, none, nullable, personal, text } from '../../src/kernel/fields.js';
import { sql } from '../../src/platform/database/sql.js';
import { set } from '../../src/platform/database/statements.js';
import { type RowOf, table } from '../../src/platform/database/table.js';
import { type Stored } from '../../src/platform/event-store/event-store.js';
import { factsOf, Reacts, Saga } from '../../src/queues/saga.js';

const SHELF = table('planted_shelf', { id: none(int), label: personal(nullable(text), null) });
const LABELLED = fact('PlantedShelfLabelled', { label: personal(text, ''), place: none(int) });
const EMPTIED = fact('PlantedShelfEmptied', { place: none(int) });

/** What is planted here must not compile: `npm run check` complains of an error that is expected and does not come. */
describe('the compiler refuses', () => {
  it('a column that nobody says about whether it is about a person', () => {
    // @ts-expect-error a kind without its mark
    expect(() => table('planted_drawer', { id: none(int), owner: text })).not.toThrow();
  });

  it("a fact's field without a mark, which would be sealed like a personal one", () => {
    // @ts-expect-error a kind without its mark
    const careless = fact('PlantedCarelessly', { owner: text, place: none(int) });
    expect(personalFields(careless)).toEqual(['owner']);
    expect(personalFields(LABELLED)).toEqual(['label']);
  });

  it('a personal value that does not say what an erasure leaves', () => {
    // @ts-expect-error nothing to leave
    expect(personal(text)).toMatchObject({ mark: 'personal' });
  });

  it('a column that is not there, and a value that does not fit one', () => {
    // @ts-expect-error no such column
    expect(() => sql`SELECT ${SHELF.colour}`).toThrow('undefined');
    // @ts-expect-error a number where a text stands
    expect(() => set(SHELF, { label: 1 })).not.toThrow();
    // @ts-expect-error a row has every column
    const row: RowOf<typeof SHELF> = { id: 1 };
    expect(row).not.toHaveProperty('label');
  });

  it('a reaction whose parameter does not fit its facts', () => {
    class Planted extends Saga {
      @Reacts(LABELLED)
      async fits({ data }: Stored<typeof LABELLED>): Promise<object> {
        return { label: data.label };
      }

      // @ts-expect-error this fact has no label
      @Reacts(EMPTIED)
      async doesNotFit({ data }: Stored<typeof LABELLED>): Promise<object> {
        return { label: data.label };
      }

      @Reacts(EMPTIED)
      async asksForWhatIsNotThere({ data }: Stored<typeof EMPTIED>): Promise<object> {
        // @ts-expect-error nor here
        return { label: data.label };
      }
    }
    expect(factsOf(Planted)).toEqual(['PlantedShelfLabelled', 'PlantedShelfEmptied']);
  });
});
