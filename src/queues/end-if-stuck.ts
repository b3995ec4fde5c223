/** More errors than a queue can have between two turns of the event loop unless nothing else runs any more. */
const MOST_IN_A_TURN = 1_000;

let inThisTurn = 0;

/**
 * Ends the process where BullMQ retries a failure (a schema that does not fit, say) so eagerly that neither timers nor
 * signals get their turn: whoever started it can see that, and start it again.
 */
export function endIfStuck(error: Error): void {
  inThisTurn += 1;
  if (inThisTurn === 1) setImmediate(() => (inThisTurn = 0));
  if (inThisTurn <= MOST_IN_A_TURN) return;
  console.error(`The worker ends itself: its queues cannot be used (${error.message}).`);
  process.exit(1);
}
