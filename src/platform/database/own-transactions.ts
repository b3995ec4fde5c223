const OWN_TRANSACTIONS = Symbol('begins its transactions itself');

/**
 * Marks a command whose handler begins its transactions itself, since some of its work must not hold one open (a password
 * hashed, a model asked, a page printed) or must stand although the command fails. Every other command runs in one
 * transaction from its first statement to its last. `_why` is for the reader.
 */
export function OwnTransactions(_why: string): ClassDecorator {
  return (command) => Reflect.defineMetadata(OWN_TRANSACTIONS, true, command);
}

/** Whether a command's handler begins its transactions itself. */
export function hasOwnTransactions(command: object): boolean {
  return Reflect.hasMetadata(OWN_TRANSACTIONS, command.constructor);
}
