import { Module } from '@nestjs/common';
import { Sweeps } from './sweeps.js';

/** The clock of the worker process. */
@Module({ providers: [Sweeps] })
export class SweepsModule {}
