import { resolve } from 'node:path';
import { Module } from '@nestjs/common';
import { CONFIG, type Config } from '../config/config.js';
import { DOCUMENTS_DIR, DocumentStore } from './document-store.js';

/** The documents, in `DOCUMENTS_DIR` or else in `documents` under `DATA_DIR`. */
@Module({
  providers: [
    DocumentStore,
    {
      provide: DOCUMENTS_DIR,
      inject: [CONFIG],
      useFactory: (config: Config) => resolve(config.DOCUMENTS_DIR ?? `${config.DATA_DIR}/documents`),
    },
  ],
  exports: [DocumentStore],
})
export class DocumentsModule {}
