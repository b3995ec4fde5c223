import { Global, Module } from '@nestjs/common';
import { CollectionTools } from './collection.js';
import { EventStore } from './event-store.js';
import { PersonalData } from './personal-data.js';
import { Upcasters } from './upcasters.js';

@Global()
@Module({
  providers: [EventStore, PersonalData, Upcasters, CollectionTools],
  exports: [EventStore, PersonalData, Upcasters, CollectionTools],
})
export class EventStoreModule {}
