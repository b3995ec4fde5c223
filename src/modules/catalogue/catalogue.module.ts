import { Module } from '@nestjs/common';
import { CatalogueController } from './catalogue.controller.js';
import { Catalogues } from './catalogues.js';
import './catalogue.problems.js';

@Module({ controllers: [CatalogueController], providers: [Catalogues], exports: [Catalogues] })
export class CatalogueModule {}
