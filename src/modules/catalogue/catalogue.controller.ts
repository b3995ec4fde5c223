import { Controller, Get, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Revalidates } from '../../platform/http/answers/revalidation.js';
import { May } from '../auth/index.js';
import { Catalogues } from './catalogues.js';
import { CatalogueVersionDto, catalogueVersionDto, CatalogueVersionSummaryDto } from './catalogue.dto.js';

@ApiTags('catalogue')
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
  @May('catalogue', 'read')
  @Revalidates()
  async getCatalogueVersion(@Param('version') version: string): Promise<CatalogueVersionDto> {
    return catalogueVersionDto(await this.catalogues.get(version));
  }
}
