import { Injectable, type OnModuleInit } from '@nestjs/common';
import { CommandBus, type ICommand } from '@nestjs/cqrs';
import { hasOwnTransactions } from '../platform/database/own-transactions.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';

/**
 * Gives every command one transaction, its own or its caller's, so that all it writes stands or falls together. The bus of
 * Nest has no place for what goes around a handler, so its one method that runs them is wrapped.
 */
@Injectable()
export class CommandTransactions implements OnModuleInit {
  constructor(
    private readonly commands: CommandBus,
    private readonly units: UnitOfWork,
  ) {}

  onModuleInit(): void {
    const execute = this.commands.execute.bind(this.commands) as (command: ICommand) => Promise<unknown>;
    this.commands.execute = ((command: ICommand) =>
      hasOwnTransactions(command) ? execute(command) : this.units.run(() => execute(command))) as never;
  }
}
