import { Controller, Get, Param } from '@nestjs/common';
import { Revalidates } from '../../platform/http/answers/revalidation.js';
import { Section } from '../../platform/http/openapi/section.js';
import { Example } from '../../platform/http/openapi/openapi-examples.js';
import { May } from '../auth/index.js';
import { Catalogues } from './catalogues.js';
import { CatalogueVersionDto, catalogueVersionDto, CatalogueVersionSummaryDto } from './catalogue.dto.js';

@Section('catalogue', 'Versions of providers, products and tariffs, each in force from a day on.')
@Controller('catalogue/versions')
export class CatalogueController {
  constructor(private readonly catalogues: Catalogues) {}

  /** List the catalogue's versions, the newest first. */
  @Get()
  @May('catalogue', 'read')
  async listCatalogueVersions(): Promise<CatalogueVersionSummaryDto[]> {
    const versions = await this.catalogues.list();
    return versions.map(({ version, effective_from, effective_to }) => ({ version, effective_from, effective_to }));
  }

  /** Read one version: providers, products, tariffs. */
  @Get(':version')
  @Example({ path: { version: '2026.1' } })
  @May('catalogue', 'read')
  @Revalidates()
  async getCatalogueVersion(@Param('version') version: string): Promise<CatalogueVersionDto> {
    return catalogueVersionDto(await this.catalogues.get(version));
  }
}
