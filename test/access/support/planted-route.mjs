// Loaded before the program under test: gives one of its modules a route that the access table does not know.
import { Controller, Get } from '@nestjs/common';

const dist = process.env.CRM_DIST ?? new URL('../../../dist', import.meta.url).pathname;
const { CatalogueModule } = await import(`${dist}/src/modules/catalogue/index.js`);

class PlantedController {
  planted() {
    return 'reachable';
  }
}
Get('planted')(
  PlantedController.prototype,
  'planted',
  Object.getOwnPropertyDescriptor(PlantedController.prototype, 'planted'),
);
Controller()(PlantedController);
Reflect.defineMetadata(
  'controllers',
  [...Reflect.getMetadata('controllers', CatalogueModule), PlantedController],
  CatalogueModule,
);
