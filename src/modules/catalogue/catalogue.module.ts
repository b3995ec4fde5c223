import { Module } from '@nestjs/common';
import { Catalogues } from './catalogues.js';

@Module({ providers: [Catalogues], exports: [Catalogues] })
export class CatalogueModule {}
