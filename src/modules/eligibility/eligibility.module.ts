import { Module } from '@nestjs/common';
import { CatalogueModule } from '../catalogue/index.js';
import { ProspectsModule } from '../prospects/index.js';
import { CalculatePremiumsHandler } from './calculate-premiums/calculate-premiums.js';
import { CheckEligibilityHandler } from './check-eligibility/check-eligibility.js';
import { EligibilityController } from './eligibility.controller.js';

@Module({
  imports: [CatalogueModule, ProspectsModule],
  controllers: [EligibilityController],
  providers: [CheckEligibilityHandler, CalculatePremiumsHandler],
})
export class EligibilityModule {}
