/** How often each fault comes in a deck, and how long it lasts at most (seconds; 0: a moment). */
export const FAULTS = {
  'API killed': [2, 0],
  'API killed between acceptance and issue': [1, 0],
  'worker killed': [3, 0],
  'worker killed at a failpoint': [3, 0],
  'worker stopped (SIGSTOP)': [2, 14],
  'Redis emptied': [4, 0],
  'Redis killed': [1, 8],
  'Redis frozen': [2, 12],
  'Redis full': [1, 6],
  'PostgreSQL crashed': [1, 0],
  'database sessions ended': [3, 0],
  'connections reset': [3, 0],
  'connections cut': [1, 3],
  'connections cut within an answer': [2, 0],
  'connections black-holed': [1, 4],
  'connections slow': [2, 4],
  'COMMIT answer lost': [5, 0],
  'SMTP down': [2, 8],
  'SMTP 421': [1, 5],
  'SMTP 550': [1, 0],
  'SMTP hangs after DATA': [1, 0],
  'SMTP dies before 250': [1, 0],
  'SMTP dies after 250': [2, 0],
  'Claude silent': [1, 4],
  'Claude 429': [1, 4],
  'Claude sends garbage': [1, 4],
  'Chromium killed': [3, 0],
} as const satisfies Record<string, [often: number, seconds: number]>;

export type FaultKind = keyof typeof FAULTS;

/** One fault to throw. */
export interface PlannedFault {
  kind: FaultKind;
  /** Milliseconds to wait before it. */
  after: number;
  /** How long it lasts. */
  milliseconds: number;
  /** Chance from 0 to 1, for what the fault has to choose (which worker, which failpoint). */
  choice: number;
}

/** The same faults in the same order for the same seed, without end: decks shuffled, the first with each kind once. */
export function* planOf(seed: number): Generator<PlannedFault> {
  const chance = chanceOf(seed);
  const kinds = Object.keys(FAULTS) as FaultKind[];
  for (
    let deck: FaultKind[] = [...kinds];
    ;
    deck = kinds.flatMap((kind) => Array<FaultKind>(FAULTS[kind][0]).fill(kind))
  ) {
    for (const kind of shuffled(deck, chance)) {
      const [after, length, choice] = [500 + chance() * 1000, chance(), chance()];
      yield { kind, after, milliseconds: FAULTS[kind][1] * 1000 * (0.25 + length * 0.75), choice };
    }
  }
}

function shuffled<T>(deck: T[], chance: () => number): T[] {
  for (let last = deck.length - 1; last > 0; last -= 1) {
    const other = Math.floor(chance() * (last + 1));
    [deck[last], deck[other]] = [deck[other]!, deck[last]!];
  }
  return deck;
}

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export function chanceOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
