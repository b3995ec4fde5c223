import { Module } from '@nestjs/common';
import { Sealer } from './sealer.js';

/** Sealing of events: the worker process alone imports it. */
@Module({ providers: [Sealer] })
export class SealingModule {}
