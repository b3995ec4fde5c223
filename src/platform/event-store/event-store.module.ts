import { Global, Module } from '@nestjs/common';
import { CollectionTools } from './collection.js';
import { EventStore } from './event-store.js';
import { PersonalData } from './personal-data.js';

@Global()
@Module({
  providers: [EventStore, PersonalData, CollectionTools],
  exports: [EventStore, PersonalData, CollectionTools],
})
export class EventStoreModule {}
