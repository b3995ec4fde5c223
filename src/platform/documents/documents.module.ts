import { resolve } from 'node:path';
import { Module } from '@nestjs/common';
import { CONFIG, type Config } from '../config/config.js';
import { BucketStore } from './bucket-store.js';
import { DocumentStore } from './document-store.js';
import { FolderStore } from './folder-store.js';

/** The documents: in the bucket of `DOCUMENTS_URL`, else in `DOCUMENTS_DIR`, else in `documents` under `DATA_DIR`. */
@Module({
  providers: [{ provide: DocumentStore, inject: [CONFIG], useFactory: documentStore }],
  exports: [DocumentStore],
})
export class DocumentsModule {}

function documentStore(config: Config): DocumentStore {
  if (!config.DOCUMENTS_URL) return new FolderStore(resolve(config.DOCUMENTS_DIR ?? `${config.DATA_DIR}/documents`));
  return new BucketStore(config.DOCUMENTS_URL, {
    accessKeyId: config.AWS_ACCESS_KEY_ID!,
    secretAccessKey: config.AWS_SECRET_ACCESS_KEY!,
    sessionToken: config.AWS_SESSION_TOKEN,
  });
}
